using System.Diagnostics;

namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>Runs a program of this machine to its end, if need be under another account.</summary>
internal static class LocalProgram
{
    /// <summary>Exit code and everything that the program wrote.</summary>
    internal readonly record struct Ended(int ExitCode, string Output)
    {
        public bool Succeeded => ExitCode == 0;
    }

    /// <param name="file">Name or path of the program.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="account">Account to run as (only root may name another one); null: the present one.</param>
    /// <param name="folder">Working folder, which the account must be able to enter.</param>
    /// <param name="ct">Ends the waiting and the program.</param>
    public static async Task<Ended> RunAsync(string file, IEnumerable<string> arguments, string? account, string folder, CancellationToken ct)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Messages are read by us: always in English.
        start.Environment["LC_ALL"] = "C";
        if (account is not null)
        {
            start.UserName = account;
        }

        using var process = Process.Start(start) ?? throw new EmbeddedPostgresException($"{file} did not start.");
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new Ended(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: false);
            throw;
        }
    }
}
