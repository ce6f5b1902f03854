using Fediprofs.ActivityPub.Html;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Accounts;

/// <summary>An account shall be stored as this: its row of <c>accounts</c>.</summary>
/// <param name="Account">The folded stream.</param>
public sealed record AccountStored(Account Account) : RowChange;

/// <summary>Writes <see cref="AccountStored"/>.</summary>
internal sealed class AccountWriter : IRowWriter
{
    public Type Kind => typeof(AccountStored);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        foreach (var account in rows.Cast<AccountStored>().Select(r => r.Account).Where(a => !a.Erased))
        {
            await writing.ExecuteAsync(
                """
                insert into accounts (id, role, opened_at, suspended_at) values ($1, $2, $3, $4)
                on conflict (id) do update set role = excluded.role, suspended_at = excluded.suspended_at
                """,
                cancel, account.Actor, (short)account.Role, account.OpenedAt, account.SuspendedAt);
        }
    }
}

/// <summary>Makes the actor's row of a local person from the folded stream: the same when it is opened and when it is rebuilt.</summary>
public sealed class LocalActorRow(InstanceUris uris)
{
    /// <summary>The row.</summary>
    public ActorRow From(Account account)
    {
        var (id, profile) = (account.Actor, account.Profile);
        return new ActorRow
        {
            Id = id,
            Uri = uris.Actor(id),
            Local = true,
            Kind = profile.Bot ? ActorKind.Service : ActorKind.Person,
            Username = account.Username,
            Domain = "",
            Url = uris.ProfilePage(account.Username),
            DisplayName = profile.DisplayName.Length > 0 ? profile.DisplayName : account.Username,
            Summary = PlainText.ToHtml(profile.Summary, _ => null, uris.Tag),
            SummarySource = profile.Summary,
            Fields = [.. profile.Fields.Select(f => new ProfileField(f.Name, PlainText.ToHtml(f.Value, _ => null, _ => null)))],
            Inbox = uris.Inbox(id),
            SharedInbox = uris.SharedInbox,
            Outbox = uris.Outbox(id),
            FollowersUri = uris.Followers(id),
            FollowingUri = uris.Following(id),
            FeaturedUri = uris.Featured(id),
            Locked = profile.Locked,
            Discoverable = profile.Discoverable,
            Indexable = profile.Indexable,
            HidesCollections = profile.HidesCollections,
            Academie = profile.Academie,
            TeachingRole = profile.TeachingRole,
            Subjects = profile.Subjects,
            Levels = profile.Levels,
            CreatedAt = account.OpenedAt,
            UpdatedAt = account.ChangedAt,
            SuspendedAt = account.SuspendedAt,
        };
    }
}
