namespace Fediprofs.Tests;

/// <summary>
/// Readers of changes wait for every older transaction, and transaction numbers are the whole server's: tests that count what
/// has been read at a given moment run when no other test holds a transaction open.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChangesCollection
{
    public const string Name = "Readers of changes";
}
