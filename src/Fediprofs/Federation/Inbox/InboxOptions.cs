namespace Fediprofs.Federation.Inbox;

/// <summary>Settings of the inbox, under <c>Federation:Inbox</c>.</summary>
public sealed class InboxOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Federation:Inbox";

    /// <summary>Days for which received activities are kept as they came, for looking into what went wrong.</summary>
    public int JournalDays { get; set; } = 7;

    /// <summary>Days for which a repeated delivery is recognised.</summary>
    public int SeenDays { get; set; } = 14;

    /// <summary>Activities that take effect in one transaction.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>Batches that are applied at the same time.</summary>
    public int Appliers { get; set; } = 1;

    /// <summary>Megabytes of activities that may wait in memory for their turn; more wait in the database.</summary>
    public int MemoryMegabytes { get; set; } = 32;

    /// <summary>Documents that are fetched at the same time for activities that wait for them.</summary>
    public int Fetches { get; set; } = 16;

    /// <summary>Attempts to fetch a document before an activity that waits for it is given up.</summary>
    public int FetchAttempts { get; set; } = 6;

    /// <summary>Domains from which nothing is taken, with everything below them.</summary>
    public IReadOnlyList<string> RefusedDomains { get; set; } = [];
}
