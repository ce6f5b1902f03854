using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.Domain.Remote;

/// <summary>What came of looking for something on another server.</summary>
/// <typeparam name="T">What was looked for.</typeparam>
public abstract record Fetched<T>
{
    private Fetched()
    {
    }

    /// <summary>It is here.</summary>
    /// <param name="Value">What was looked for.</param>
    public sealed record Found(T Value) : Fetched<T>;

    /// <summary>It does not exist, or is not what was looked for: asking again would not help.</summary>
    /// <param name="Reason">For the log, in English.</param>
    public sealed record Missing(string Reason) : Fetched<T>;

    /// <summary>Its server does not answer now.</summary>
    /// <param name="Reason">For the log, in English.</param>
    public sealed record Unreachable(string Reason) : Fetched<T>;
}

/// <summary>Fetches objects of which the origin is certain: what is returned was served at the very address that is its id (FEP-fe34).</summary>
public sealed class RemoteDocuments(GuardedHttpClient http)
{
    /// <summary>
    /// The object behind an id, or behind the address of its page: then it is fetched once more at the id that it names.
    /// </summary>
    /// <param name="url">An id, or a page.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Fetched<WireObject>> GetAsync(string url, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(url);
        for (var again = false; ; again = true)
        {
            switch (await http.FetchDocumentAsync(url, Accept.ActivityPub, cancel))
            {
                case FetchResult.Document document:
                    if (!WireObject.TryRead(document.Bytes.Span, out var found, out var problem))
                    {
                        return new Fetched<WireObject>.Missing(problem);
                    }

                    if (string.Equals(found.Id, url, StringComparison.Ordinal) || string.Equals(found.Id, document.FinalUrl, StringComparison.Ordinal))
                    {
                        return new Fetched<WireObject>.Found(found);
                    }

                    if (again || !WebAddress.IsWeb(found.Id))
                    {
                        return new Fetched<WireObject>.Missing("the document has another id than its address");
                    }

                    url = found.Id!;
                    break;
                case FetchResult.Unreachable unreachable:
                    return new Fetched<WireObject>.Unreachable(unreachable.Detail);
                case FetchResult.Refused refused:
                    return new Fetched<WireObject>.Missing(refused.Detail);
                case FetchResult.Gone:
                    return new Fetched<WireObject>.Missing("gone");
                default:
                    return new Fetched<WireObject>.Missing("not found");
            }
        }
    }
}
