using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>What became of a received activity: decided purely, committed by the applier.</summary>
public abstract record Receipt
{
    private Receipt()
    {
    }

    /// <summary>It takes effect.</summary>
    /// <param name="Rows">What shall be true.</param>
    public sealed record Applied(params IReadOnlyList<RowChange> Rows) : Receipt
    {
        /// <summary>A document worth having that nobody waits for: the post that is answered.</summary>
        public string? Wanted { get; init; }
    }

    /// <summary>It is well-formed and of no effect here.</summary>
    /// <param name="Reason">Why, for the log.</param>
    public sealed record Ignored(string Reason) : Receipt;

    /// <summary>It claims what its actor may not claim.</summary>
    /// <param name="Reason">Why, for the log.</param>
    public sealed record Refused(string Reason) : Receipt;

    /// <summary>It cannot be decided before a document is here.</summary>
    /// <param name="Uri">The document's id.</param>
    public sealed record Awaiting(string Uri) : Receipt;
}
