using System.CommandLine;
using System.Globalization;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Privacy;
using Fediprofs.OAuth.Tokens;

namespace Fediprofs.Commands;

/// <summary><c>account create|list|password|role|suspend|restore|erase|token</c>.</summary>
internal static class AccountCommand
{
    public static Command Build(Instance instance)
    {
        var command = new Command("account", "Make and manage accounts of this instance.");
        command.Subcommands.Add(Create(instance));
        command.Subcommands.Add(List(instance));
        command.Subcommands.Add(Password(instance));
        command.Subcommands.Add(Role(instance));
        command.Subcommands.Add(Suspend(instance, "suspend", "Close an account: nobody can sign in with it, its posts are hidden.", suspend: true));
        command.Subcommands.Add(Suspend(instance, "restore", "Open a suspended account again.", suspend: false));
        command.Subcommands.Add(Erase(instance));
        command.Subcommands.Add(Token(instance));
        return command;
    }

    private static Command Erase(Instance instance)
    {
        var name = Name();
        var command = new Command("erase", "Erase an account with all its posts, here and at the servers that know it. Nothing brings it back.") { name };
        command.SetAction((parsed, cancel) => OnAsync(instance, parsed.GetValue(name)!, async (services, account) =>
        {
            var erased = await services.GetRequiredService<AccountErasure>().HandleAsync(new EraseAccount(account.Id), cancel);
            return erased.Refused ? await instance.RefuseAsync(erased.Refusal!.Value, account.Username) : 0;
        }, cancel));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The handle without the @ and the domain." };

    private static Command Create(Instance instance)
    {
        var name = Name();
        var email = new Option<string>("--email") { Description = "E-mail address, taken as confirmed.", Required = true };
        var password = new Option<string>("--password") { Description = "Password, at least 10 characters.", Required = true };
        var role = RoleOption();
        var display = new Option<string?>("--display-name") { Description = "Name as shown to others." };
        var command = new Command("create", "Make a confirmed account.") { name, email, password, role, display };
        command.SetAction((parsed, cancel) => instance.RunAsync(
            async services =>
            {
                var wanted = new OpenAccount(parsed.GetValue(name)!, parsed.GetValue(email)!, parsed.GetValue(password))
                {
                    Role = parsed.GetValue(role),
                    Profile = new ProfileChanged { DisplayName = parsed.GetValue(display) ?? "", Academie = services.GetRequiredService<InstanceSettings>().Academie },
                };
                var opened = await services.GetRequiredService<AccountOpening>().HandleAsync(wanted, cancel);
                if (opened.Refused)
                {
                    return await instance.RefuseAsync(opened.Refusal!.Value, wanted.Username);
                }

                var settings = services.GetRequiredService<InstanceSettings>();
                await instance.Output.WriteLineAsync($"@{opened.Value.Username}@{settings.Domain}  {opened.Value.Url}");
                return 0;
            },
            cancel));
        return command;
    }

    private static Command List(Instance instance)
    {
        var command = new Command("list", "List all accounts: handle, role, e-mail, since when, suspended or not.");
        command.SetAction((_, cancel) => instance.RunAsync(
            async services =>
            {
                foreach (var account in await services.GetRequiredService<AccountLookup>().AllAsync(cancel))
                {
                    var since = account.OpenedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    await instance.Output.WriteLineAsync($"{account.Username,-30} {account.Role,-10} {account.Email,-40} {since}{(account.SuspendedAt is null ? "" : "  suspended")}");
                }

                return 0;
            },
            cancel));
        return command;
    }

    private static Command Password(Instance instance)
    {
        var name = Name();
        var password = new Option<string>("--password") { Description = "The new password, at least 10 characters.", Required = true };
        var command = new Command("password", "Set another password; open sessions end.") { name, password };
        command.SetAction((parsed, cancel) => OnAsync(instance, parsed.GetValue(name)!, async (services, account) =>
        {
            var refusal = await services.GetRequiredService<Credentials>().SetPasswordAsync(account.Id, parsed.GetValue(password)!, cancel);
            return refusal is null ? 0 : await instance.RefuseAsync(refusal.Value, account.Username);
        }, cancel));
        return command;
    }

    private static Command Role(Instance instance)
    {
        var name = Name();
        var role = new Argument<AccountRole>("role") { Description = "member, moderator or admin." };
        var command = new Command("role", "Give an account another role.") { name, role };
        command.SetAction((parsed, cancel) => OnAsync(instance, parsed.GetValue(name)!, async (services, account) =>
        {
            var changed = await services.GetRequiredService<AccountChanging>().RoleAsync(account.Id, parsed.GetValue(role), by: null, cancel);
            return changed.Refused ? await instance.RefuseAsync(changed.Refusal!.Value, account.Username) : 0;
        }, cancel));
        return command;
    }

    private static Command Suspend(Instance instance, string verb, string description, bool suspend)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        command.SetAction((parsed, cancel) => OnAsync(instance, parsed.GetValue(name)!, async (services, account) =>
        {
            var changed = await services.GetRequiredService<AccountChanging>().SuspendAsync(account.Id, suspend, by: null, cancel);
            if (changed.Refused)
            {
                return await instance.RefuseAsync(changed.Refusal!.Value, account.Username);
            }

            if (suspend)
            {
                await services.GetRequiredService<TokenIssue>().RevokeAllAsync(account.Id, cancel);
            }

            return 0;
        }, cancel));
        return command;
    }

    private static Command Token(Instance instance)
    {
        var name = Name();
        var scopes = new Option<string>("--scopes") { Description = "Scopes of Mastodon's API, separated by blanks.", DefaultValueFactory = _ => "read write follow push" };
        var command = new Command("token", "Print a bearer token for an account, and nothing else.") { name, scopes };
        command.SetAction((parsed, cancel) => OnAsync(instance, parsed.GetValue(name)!, async (services, account) =>
        {
            try
            {
                var wanted = parsed.GetValue(scopes)!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var token = await services.GetRequiredService<TokenIssue>().IssueAsync(account.Id, "fediprofs account token", wanted, cancel);
                await instance.Output.WriteLineAsync(token);
                return 0;
            }
            catch (ArgumentException unknown)
            {
                await instance.Error.WriteLineAsync($"--scopes: {unknown.Message} Example: --scopes \"read write follow push\"");
                return 2;
            }
        }, cancel));
        return command;
    }

    private static Option<AccountRole> RoleOption() => new("--role") { Description = "member (default), moderator or admin." };

    private static Task<int> OnAsync(Instance instance, string name, Func<IServiceProvider, AccountEntry, Task<int>> work, CancellationToken cancel) => instance.RunAsync(
        async services => await services.GetRequiredService<AccountLookup>().ByHandleAsync(name, cancel) is { } account
            ? await work(services, account)
            : await instance.RefuseAsync(Domain.Refusal.NotFound, name),
        cancel);
}
