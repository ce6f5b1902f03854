using System.CommandLine;
using Fediprofs.Domain.Accounts;

namespace Fediprofs.Commands;

/// <summary><c>keys rotate</c>.</summary>
internal static class KeysCommand
{
    public static Command Build(Instance instance)
    {
        var name = new Argument<string?>("name") { Description = "One account; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var rotate = new Command("rotate", "Replace the signing keys of accounts by new ones and tell their followers' servers.") { name };
        rotate.SetAction((parsed, cancel) => instance.RunAsync(
            async services =>
            {
                var accounts = services.GetRequiredService<AccountLookup>();
                var wanted = parsed.GetValue(name);
                var chosen = wanted is null ? await accounts.AllAsync(cancel) : await accounts.ByHandleAsync(wanted, cancel) is { } one ? [one] : [];
                if (wanted is not null && chosen.Count == 0)
                {
                    return await instance.RefuseAsync(Domain.Refusal.NotFound, wanted);
                }

                foreach (var account in chosen)
                {
                    var rotated = await services.GetRequiredService<AccountChanging>().RotateKeysAsync(account.Id, cancel);
                    await instance.Output.WriteLineAsync($"{account.Username,-30} {(rotated.Refused ? rotated.Refusal.ToString() : "new keys")}");
                }

                return 0;
            },
            cancel));
        return new Command("keys", "Keys with which this instance signs.") { rotate };
    }
}
