using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Federation.Outbox;

/// <summary>
/// Turns whom an activity is for into distinct inboxes, in one query: five thousand followers on three hundred servers are three
/// hundred inboxes. People of this instance share its tables and get nothing by HTTP; who is blocked, or suspended here, gets nothing.
/// </summary>
internal static class Audience
{
    /// <summary>The inboxes.</summary>
    public static async Task<IReadOnlyList<InboxAddress>> OfAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Saying saying, CancellationToken cancel)
    {
        var row = saying.Row;
        switch (row.Kind)
        {
            case OutgoingKind.Follow or OutgoingKind.UndoFollow or OutgoingKind.AcceptFollow or OutgoingKind.RejectFollow or OutgoingKind.Block or OutgoingKind.UndoBlock:
                return saying.Target is { Local: false, SuspendedAt: null } target && InboxAddress.Of(target.Inbox) is { } inbox ? [inbox] : [];
            case OutgoingKind.DeleteActor:
                return await EveryoneAsync(connection, transaction, cancel);
            default:
                return await ReachedAsync(connection, transaction, saying, Reach.Of(saying), cancel);
        }
    }

    private static async Task<IReadOnlyList<InboxAddress>> ReachedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Saying saying, Reach reach, CancellationToken cancel)
    {
        // Indexes: follows_followed, follows_follower, post_mentions_pkey, posts_pkey, reactions_pkey, posts_in_reply_to.
        await using var command = new NpgsqlCommand(
            """
            select distinct case when $8 then a.inbox else coalesce(a.shared_inbox, a.inbox) end
            from (
                select follower as id from follows where $4 and followed = $1 and state = 1
                union select followed from follows where $5 and follower = $1 and state = 1
                union select actor from post_mentions where $6 and post = $2
                union select in_reply_to_author from posts where $6 and id = $2
                union select actor from reactions where $7 and post = $2 and kind in (1, 2)
                union select author from posts where $7 and in_reply_to = $2
                union select unnest($3::bigint[])
            ) reached
            join actors a on a.id = reached.id
            where not a.local and a.inbox is not null and a.deleted_at is null and a.suspended_at is null
              and not exists (select 1 from blocks b where b.actor = $1 and b.target = a.id)
              and not exists (select 1 from blocks b where b.actor = a.id and b.target = $1)
            """,
            connection, transaction);
        object[] values =
        [
            saying.Row.Actor, saying.Row.Subject, reach.Actors.ToArray(), reach.Followers, reach.Following, reach.Addressed, reach.Involved, reach.Personally,
        ];
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await InboxesAsync(command, cancel);
    }

    // Who erases an account cannot know any more where its posts went: every server that is known is told.
    private static async Task<IReadOnlyList<InboxAddress>> EveryoneAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select distinct coalesce(shared_inbox, inbox) from actors where not local and inbox is not null and deleted_at is null", connection, transaction);
        return await InboxesAsync(command, cancel);
    }

    private static async Task<IReadOnlyList<InboxAddress>> InboxesAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var inboxes = new List<InboxAddress>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (InboxAddress.Of(reader.GetString(0)) is { } inbox)
            {
                inboxes.Add(inbox);
            }
        }

        return inboxes;
    }

    /// <summary>Who is reached by what is not said to one actor alone.</summary>
    private sealed record Reach
    {
        /// <summary>Those who follow the actor.</summary>
        public bool Followers { get; private init; }

        /// <summary>Those whom the actor follows.</summary>
        public bool Following { get; private init; }

        /// <summary>Those mentioned in the post, and whom it answers.</summary>
        public bool Addressed { get; private init; }

        /// <summary>Those who boosted, favourited or answered the post: Mastodon tells them of edits too (<c>app/lib/status_reach_finder.rb</c>).</summary>
        public bool Involved { get; private init; }

        /// <summary>To each one's own inbox, so that a private word is not laid before a whole server.</summary>
        public bool Personally { get; private init; }

        /// <summary>Particular actors.</summary>
        public IEnumerable<long> Actors { get; private init; } = [];

        public static Reach Of(Saying saying)
        {
            var visibility = saying.Detail.Visibility is { } remembered ? (Visibility)remembered : saying.Post?.Visibility ?? Visibility.Public;
            var direct = visibility == Visibility.Direct;
            IEnumerable<long> author = saying.Post is { } post ? [post.Author] : [];
            IEnumerable<long> target = saying.Row.Target is { } one ? [one] : [];
            return saying.Row.Kind switch
            {
                OutgoingKind.Create => new() { Followers = !direct, Addressed = true, Personally = direct },
                OutgoingKind.Update => new() { Followers = !direct, Addressed = true, Involved = true, Personally = direct },
                OutgoingKind.Delete => new() { Followers = !direct, Actors = saying.Detail.Actors, Personally = direct },
                OutgoingKind.Announce or OutgoingKind.UndoAnnounce => new() { Followers = true, Actors = [.. author, .. target, .. saying.Detail.Actors] },
                OutgoingKind.UpdateActor => new() { Followers = true, Following = true, Actors = saying.Detail.Actors },
                OutgoingKind.ChooseAnswer or OutgoingKind.UndoChooseAnswer => new() { Involved = true, Actors = [.. target, .. saying.Detail.Actors] },
                _ => new() { Actors = [.. author, .. target, .. saying.Detail.Actors], Personally = true },
            };
        }
    }
}
