using Fediprofs.Domain;
using Fediprofs.Domain.Storage.Embedded;

namespace Fediprofs.Commands;

/// <summary>Runs a command on the instance that the settings name, beside a server that may be running.</summary>
internal sealed class Instance(string[] settings, TextWriter output, TextWriter error)
{
    /// <summary>Where results go.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Where complaints go.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>The raw settings.</summary>
    public string[] Settings { get; } = settings;

    /// <summary>0: done; 1: something broke; 2: a wrong setting or a refusal.</summary>
    public async Task<int> RunAsync(Func<IServiceProvider, Task<int>> work, CancellationToken cancel)
    {
        return await GuardAsync(async () =>
        {
            var configuration = CommandConfiguration.Build(Settings);
            await using var host = await InstanceHost.BuildAsync(
                InstanceSettings.From(configuration),
                new HostOptions { Configuration = configuration, LogLevel = LogLevel.Warning },
                cancel);
            return await work(host.Services);
        });
    }

    /// <summary>Turns what may go wrong at a start into one sentence and an exit code.</summary>
    public async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (SettingException wrong)
        {
            await Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (EmbeddedPostgresException missing)
        {
            await Error.WriteLineAsync(missing.Message);
            return 1;
        }
        catch (Npgsql.NpgsqlException unreachable)
        {
            await Error.WriteLineAsync($"PostgreSQL does not answer: {unreachable.Message} Check ConnectionStrings:Fediprofs.");
            return 1;
        }
    }

    /// <summary>Says why something was refused; exit code 2.</summary>
    public async Task<int> RefuseAsync(Refusal refusal, string about)
    {
        await Error.WriteLineAsync($"{about}: {Sentence(refusal)}");
        return 2;
    }

    // The command line speaks English, as its --help does.
    private static string Sentence(Refusal refusal) => refusal switch
    {
        Refusal.NotFound => "there is no such account. Try: account list",
        Refusal.HandleInvalid => "a name has letters a-z, digits and _ (dots and hyphens inside), at most 30. Example: claire_martin",
        Refusal.HandleTaken => "this name is or was somebody's; a handle is never given twice.",
        Refusal.EmailTaken => "this e-mail address belongs to another account.",
        Refusal.EmailInvalid => "this is not an e-mail address. Example: --email claire@ac-exemple.fr",
        Refusal.PasswordTooShort => "a password has at least 10 characters.",
        _ => refusal.ToString(),
    };
}
