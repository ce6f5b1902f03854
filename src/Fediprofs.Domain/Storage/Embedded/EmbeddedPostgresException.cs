namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>The embedded PostgreSQL cannot run here; the message is one sentence for the operator that says what to do.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>A failure without a sentence; only for serializers and analyzers.</summary>
    public EmbeddedPostgresException()
    {
    }

    /// <summary>A failure that <paramref name="message"/> explains in one sentence.</summary>
    public EmbeddedPostgresException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that <paramref name="message"/> explains in one sentence, with its cause.</summary>
    public EmbeddedPostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
