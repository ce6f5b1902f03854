namespace Fediprofs.Federation.Tests.World;

/// <summary>Somebody in the Fediverse.</summary>
public interface IPerson
{
    /// <summary>name@domain.</summary>
    string Handle { get; }

    /// <summary>The actor's id.</summary>
    string Uri { get; }
}

/// <summary>A post, as everybody names it.</summary>
/// <param name="Uri">Its ActivityPub id.</param>
/// <param name="Author">Whose it is.</param>
public sealed record Post(string Uri, IPerson Author);
