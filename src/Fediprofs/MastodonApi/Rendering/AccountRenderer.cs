namespace Fediprofs.MastodonApi.Rendering;

/// <summary>Writes Account entities.</summary>
internal sealed class AccountRenderer(AccountParts accounts)
{
    /// <summary>An array of accounts, in order; those gone or suspended are left out.</summary>
    /// <param name="to">Where.</param>
    /// <param name="actors">Which.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="more">Adds members to the object of the n-th account; writes a comma before each.</param>
    public async ValueTask WriteListAsync(JsonBuffer to, long[] actors, CancellationToken cancel, Action<JsonBuffer, int>? more = null)
    {
        var rendered = await accounts.ManyAsync(actors, cancel);
        to.Write("["u8);
        var first = true;
        for (var i = 0; i < rendered.Length; i++)
        {
            if (rendered[i] is not { Available: true } account)
            {
                continue;
            }

            to.Write(first ? [] : ","u8);
            first = false;
            if (more is null)
            {
                to.Write(account.Json);
                continue;
            }

            to.Write(account.Json.AsSpan()[..^1]);
            more(to, i);
            to.Write("}"u8);
        }

        to.Write("]"u8);
    }
}
