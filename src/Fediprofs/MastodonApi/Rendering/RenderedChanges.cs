using Fediprofs.Domain.Storage;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>Which rendered parts a change makes untrue. What this node commits is forgotten before its request goes on.</summary>
internal sealed class RenderedChanges : IDisposable
{
    private readonly AccountParts accounts;
    private readonly CredentialParts credentials;
    private readonly AuthorParts authors;
    private readonly StatusParts statuses;
    private readonly BoostParts boosts;
    private readonly ReaderMarks marks;
    private readonly ReaderBlockers blockers;
    private readonly CommitSignals signals;

    public RenderedChanges(
        AccountParts accounts, CredentialParts credentials, AuthorParts authors, StatusParts statuses, BoostParts boosts, ReaderMarks marks, ReaderBlockers blockers,
        CommitSignals signals)
    {
        (this.accounts, this.credentials, this.authors, this.statuses) = (accounts, credentials, authors, statuses);
        (this.boosts, this.marks, this.blockers, this.signals) = (boosts, marks, blockers, signals);
        signals.Told += ApplyAll;
    }

    /// <inheritdoc/>
    public void Dispose() => signals.Told -= ApplyAll;

    /// <summary>Forgets what the change concerns. A request that changed something calls it for its own answer.</summary>
    public void Apply(ChangeRow change)
    {
        switch (change.Kind)
        {
            case ChangeKind.PostPublished or ChangeKind.PostEdited or ChangeKind.PostRemoved or ChangeKind.AnswerKept:
                ForgetPost(change.Post);
                ForgetPost(change.Related);
                accounts.Forget(change.Actor);
                authors.Forget(change.Actor);
                break;
            case ChangeKind.Boosted or ChangeKind.BoostUndone:
                ForgetMark(change);
                ForgetPost(change.Post);
                authors.Forget(change.Actor);
                if (change.Related is { } boost)
                {
                    boosts.Forget(boost);
                }

                break;
            case ChangeKind.Favourited or ChangeKind.FavouriteUndone:
                ForgetMark(change);
                ForgetPost(change.Post);
                break;
            case ChangeKind.Bookmarked:
                ForgetMark(change);
                break;
            case ChangeKind.Followed or ChangeKind.Unfollowed or ChangeKind.FollowRequested or ChangeKind.Blocked or ChangeKind.Unblocked:
                accounts.Forget(change.Actor);
                if (change.Related is { } other)
                {
                    accounts.Forget(other);
                    credentials.Forget(other);
                    blockers.Forget(other);
                }

                break;
            case ChangeKind.ActorChanged or ChangeKind.ActorRemoved:
                accounts.Forget(change.Actor);
                credentials.Forget(change.Actor);
                break;
            default:
                break;
        }
    }

    public void Trust()
    {
        accounts.Trust();
        credentials.Trust();
        authors.Trust();
        statuses.Trust();
        boosts.Trust();
        marks.Trust();
        blockers.Trust();
    }

    public void Distrust()
    {
        accounts.Distrust();
        credentials.Distrust();
        authors.Distrust();
        statuses.Distrust();
        boosts.Distrust();
        marks.Distrust();
        blockers.Distrust();
    }

    private void ApplyAll(IReadOnlyList<ChangeRow> changes)
    {
        foreach (var change in changes)
        {
            Apply(change);
        }
    }

    private void ForgetPost(long? post)
    {
        if (post is { } id)
        {
            statuses.Forget(id);
        }
    }

    private void ForgetMark(ChangeRow change)
    {
        if (change.Post is { } post)
        {
            marks.Forget(new(change.Actor, post));
        }
    }
}

/// <summary>Keeps this node's rendered parts true by the changes of all nodes.</summary>
internal sealed class RenderedChangesReader(RenderedChanges rendered, ChangeReading reading, ILogger<RenderedChangesReader> log) : NodeChangeReader(reading, log)
{
    protected override Task ApplyAsync(IReadOnlyList<ChangeRow> changes, CancellationToken cancel)
    {
        foreach (var change in changes)
        {
            rendered.Apply(change);
        }

        return Task.CompletedTask;
    }

    protected override void Begin() => rendered.Trust();

    protected override void End() => rendered.Distrust();
}
