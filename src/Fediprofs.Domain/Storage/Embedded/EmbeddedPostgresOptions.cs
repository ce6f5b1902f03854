namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>How the embedded PostgreSQL is made and where its programs come from.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Whether a commit survives a power cut (fsync, full pages, checksums). Without, only a kill: for tests, whose data is thrown away.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Connections that the server accepts at most; 200 unless told.</summary>
    public int MaxConnections { get; init; } = 200;

    /// <summary>Folders with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>, the only ones looked at; null: the distribution's folders, newest first, then PATH.</summary>
    public IReadOnlyList<string>? ProgramFolders { get; init; }

    /// <summary>Maven repository from which the programs are fetched when the machine has none; null: Maven Central.</summary>
    public string? DownloadFrom { get; init; }
}
