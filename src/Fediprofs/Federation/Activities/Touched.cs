using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>What an activity names: what must be gathered before it is decided, and locked while it is.</summary>
public sealed class Touched
{
    private readonly HashSet<string> whole = new(StringComparer.Ordinal);

    /// <summary>Actors to look up, by key.</summary>
    public HashSet<Guid> Actors { get; } = [];

    /// <summary>Posts to look up, by key.</summary>
    public HashSet<Guid> Posts { get; } = [];

    /// <summary>Earlier activities to look up, by key.</summary>
    public HashSet<Guid> Acts { get; } = [];

    /// <summary>Ids of which it matters whether they were deleted or undone.</summary>
    public HashSet<Guid> Tombstones { get; } = [];

    /// <summary>Advisory locks.</summary>
    public HashSet<long> Locks { get; } = [];

    /// <summary>Posts of which the whole row is needed.</summary>
    public IReadOnlyCollection<string> WholePosts => whole;

    /// <summary>An actor that is only looked at.</summary>
    public void Actor(string? uri)
    {
        if (uri is not null)
        {
            Actors.Add(UriKey.Of(uri));
        }
    }

    /// <summary>An actor whose relationships or profile may change.</summary>
    public void ChangedActor(string? uri)
    {
        if (uri is not null)
        {
            var key = UriKey.Of(uri);
            Actors.Add(key);
            Locks.Add(UriKey.LockOf(key));
        }
    }

    /// <summary>A post that is written, or under which something is written.</summary>
    public void Post(string? uri)
    {
        if (uri is not null)
        {
            var key = UriKey.Of(uri);
            Posts.Add(key);
            Tombstones.Add(key);
            Locks.Add(UriKey.LockOf(key));
        }
    }

    /// <summary>A post that is changed in part: the rest must be known.</summary>
    public void Whole(string? uri)
    {
        if (uri is not null)
        {
            Post(uri);
            whole.Add(uri);
        }
    }

    /// <summary>The activity's own id.</summary>
    public void Own(string? uri)
    {
        if (uri is not null)
        {
            var key = UriKey.Of(uri);
            Tombstones.Add(key);
            Locks.Add(UriKey.LockOf(key));
        }
    }

    /// <summary>An earlier activity that is accepted, rejected or undone.</summary>
    public void Act(string? uri)
    {
        if (uri is not null)
        {
            var key = UriKey.Of(uri);
            Acts.Add(key);
            Tombstones.Add(key);
            Locks.Add(UriKey.LockOf(key));
        }
    }

    /// <summary>Adds what another names.</summary>
    public void Add(Touched other)
    {
        Actors.UnionWith(other.Actors);
        Posts.UnionWith(other.Posts);
        Acts.UnionWith(other.Acts);
        Tombstones.UnionWith(other.Tombstones);
        Locks.UnionWith(other.Locks);
        whole.UnionWith(other.whole);
    }
}
