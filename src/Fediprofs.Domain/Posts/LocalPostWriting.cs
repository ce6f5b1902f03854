using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>What a decision wants of a local post.</summary>
/// <param name="Events">What happened; none: nothing changes.</param>
/// <param name="Explicit">Whether people elsewhere are to see an edit.</param>
public sealed record LocalPostChange(IReadOnlyList<object> Events, bool Explicit)
{
    /// <summary>More to tell the wire than the Update.</summary>
    public IReadOnlyList<Outgoing> Outgoing { get; init; } = [];

    /// <summary>More to tell other slices.</summary>
    public IReadOnlyList<ChangeRow> Changes { get; init; } = [];
}

/// <summary>
/// Changes of a local post that exists: opens its stream exclusively, lets a pure function decide, appends, folds, and wants
/// the row that the fold gives. Edits, kept answers and closing all go through here.
/// </summary>
public sealed class LocalPostWriting(Commit commit, PostLookup posts, LocalPostRow rows, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Runs a decision on a local post; answers its row afterwards.</summary>
    public async Task<Outcome<PostRow>> ChangeAsync(long post, Func<LocalPost, Outcome<LocalPostChange>> decide, CancellationToken cancel)
    {
        var uri = uris.Post(post);
        var outcome = await commit.RunAsync<PostRow>([UriKey.LockOf(uri)], unit => WriteAsync(unit, post, decide, cancel), cancel);
        if (outcome.Refused)
        {
            return outcome;
        }

        return await posts.ByIdAsync(post, cancel) is { } row ? row : Refusal.NotFound;
    }

    private async Task<Outcome<PostRow>> WriteAsync(UnitOfWork unit, long post, Func<LocalPost, Outcome<LocalPostChange>> decide, CancellationToken cancel)
    {
        var before = await PostLookup.ByIdAsync(unit.Writing, post, cancel);
        if (before is null || !before.Local)
        {
            return Refusal.NotFound;
        }

        var stream = LocalPost.StreamOf(post);
        var open = await unit.OpenAsync<LocalPost>(stream, cancel);
        if (open.State is null || open.State.Deleted)
        {
            return Refusal.NotFound;
        }

        var decided = decide(open.State);
        if (decided.Refused)
        {
            return decided.Refusal!.Value;
        }

        if (decided.Value.Events.Count == 0)
        {
            return before;
        }

        open.Append([.. decided.Value.Events]);
        var state = decided.Value.Events.Aggregate(open.State, (s, e) => LocalPostFold.Next(s, stream, e, unit.Now)!);
        var author = (await ActorLookup.ByIdsAsync(unit.Writing, [state.Published.Author], cancel)).Values.Single();
        var mentioned = await ActorLookup.ByUrisAsync(unit.Writing, [.. state.MentionUris], cancel);
        var row = rows.From(state, author, mentioned);
        unit.Want(new PostChanged(row, decided.Value.Explicit));
        unit.Send(new(ids.Next(), OutgoingKind.Update, author.Id, post, uris.Activity(ids.Next()), Detail: new() { Explicit = decided.Value.Explicit }));
        foreach (var more in decided.Value.Outgoing)
        {
            unit.Send(more);
        }

        unit.Writing.Changes.AddRange(decided.Value.Changes);
        return row;
    }
}
