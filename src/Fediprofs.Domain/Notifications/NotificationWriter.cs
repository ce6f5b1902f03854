using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Domain.Notifications;

/// <summary>
/// Turns changes into notifications, a batch in three statements: what was taken back goes, who is to be told is found, and
/// each is told once. What happened from afar and next door is told alike.
/// </summary>
public sealed class NotificationWriter(ChangeReading reading, ILogger<NotificationWriter> log) : ChangeConsumer("notifications", reading, log)
{
    private static readonly string TakenBack =
        $"""
        with c as (select * from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[]) as c(change, actor, post, related))
        delete from notifications n using c
        where (c.change = {N(ChangeKind.Unfollowed)} and n.account = c.related and n.kind in ({N(NotificationKind.Follow)}, {N(NotificationKind.FollowRequest)}) and n.actor = c.actor)
            or (c.change = {N(ChangeKind.Followed)} and n.account = c.related and n.kind = {N(NotificationKind.FollowRequest)} and n.actor = c.actor)
            or (c.change = {N(ChangeKind.BoostUndone)} and n.post = c.post and n.kind = {N(NotificationKind.Boost)} and n.actor = c.actor)
            or (c.change = {N(ChangeKind.FavouriteUndone)} and n.post = c.post and n.kind = {N(NotificationKind.Favourite)} and n.actor = c.actor)
            or (c.change = {N(ChangeKind.Blocked)} and n.account = c.actor and n.actor = c.related)
        """;

    // Each part joins what it speaks of, so that what is undone by now is not told.
    private static readonly string ToTell =
        $"""
        with c as (
            select * from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[]) as c(change, actor, post, related, seq, at)
        ), kept as (
            select c.seq, c.at, c.actor, c.post as answer, c.related as question from c where c.change = {N(ChangeKind.AnswerKept)}
            union all
            -- Askers elsewhere say it by an update of the question; ids are found by their key (see UriKey).
            select c.seq, c.at, q.author, p.id, q.id
            from c join posts q on q.id = c.post and q.is_question and not q.local
            cross join lateral unnest(q.kept_answers) as k(uri)
            join posts p on p.uri_key = encode(substring(sha256(convert_to(k.uri, 'UTF8')) from 1 for 16), 'hex')::uuid and p.thread = q.thread
            where c.change in ({N(ChangeKind.PostPublished)}, {N(ChangeKind.PostEdited)})
        ), told as (
            -- Mentions, also those that an edit adds. Who is addressed silently is told of what is for nobody else.
            select c.seq, c.at, m.actor as account, {N(NotificationKind.Mention)} as kind, c.actor, c.post
            from c join posts p on p.id = c.post join post_mentions m on m.post = p.id
            where (c.change = {N(ChangeKind.PostPublished)} or (c.change = {N(ChangeKind.PostEdited)} and c.related = 1)) and (not m.silent or p.visibility = 3)
            union all
            -- Answers, whether or not they name whom they answer (WordPress and Lemmy do not).
            select c.seq, c.at, q.author, {N(NotificationKind.Mention)}, c.actor, c.post
            from c join posts p on p.id = c.post join posts q on q.id = p.in_reply_to and q.local
            where c.change = {N(ChangeKind.PostPublished)} and p.visibility <= 1
            union all
            select c.seq, c.at, f.follower, {N(NotificationKind.Status)}, c.actor, c.post
            from c join posts p on p.id = c.post join follows f on f.followed = c.actor and f.state = 1 and f.notify
            where c.change = {N(ChangeKind.PostPublished)} and p.visibility <= 2 and (p.in_reply_to_uri is null or p.in_reply_to_author = p.author)
                and not exists (select from post_mentions m where m.post = p.id and m.actor = f.follower and not m.silent)
            union all
            select c.seq, c.at, p.author, {N(NotificationKind.Boost)}, c.actor, c.post
            from c join posts p on p.id = c.post and p.local join reactions r on r.post = c.post and r.kind = 1 and r.actor = c.actor
            where c.change = {N(ChangeKind.Boosted)}
            union all
            select c.seq, c.at, p.author, {N(NotificationKind.Favourite)}, c.actor, c.post
            from c join posts p on p.id = c.post and p.local join reactions r on r.post = c.post and r.kind = 2 and r.actor = c.actor
            where c.change = {N(ChangeKind.Favourited)}
            union all
            select c.seq, c.at, f.followed, case f.state when 1 then {N(NotificationKind.Follow)} else {N(NotificationKind.FollowRequest)} end, c.actor, null
            from c join follows f on f.follower = c.actor and f.followed = c.related
            where c.change in ({N(ChangeKind.Followed)}, {N(ChangeKind.FollowRequested)})
            union all
            select c.seq, c.at, r.actor, {N(NotificationKind.Update)}, c.actor, c.post
            from c join reactions r on r.post = c.post and r.kind = 1
            where c.change = {N(ChangeKind.PostEdited)} and c.related = 1
            union all
            select k.seq, k.at, p.author, {N(NotificationKind.AnswerKept)}, k.actor, k.answer
            from kept k join posts p on p.id = k.answer and p.local
            union all
            -- Who carried the question hears that it has an answer; who wrote the answer hears it above.
            select k.seq, k.at, r.actor, {N(NotificationKind.QuestionAnswered)}, k.actor, k.question
            from kept k join reactions r on r.post = k.question and r.kind in (1, 2) left join posts p on p.id = k.answer
            where p.author is distinct from r.actor
        )
        select t.account, t.kind::smallint, t.actor, t.post, max(t.at)
        from told t
        join actors a on a.id = t.account and a.local and a.suspended_at is null and a.deleted_at is null
        join actors b on b.id = t.actor and b.suspended_at is null and b.deleted_at is null
        where t.account <> t.actor
            and not exists (select from blocks x where (x.actor = t.account and x.target = t.actor) or (x.actor = t.actor and x.target = t.account))
            and not exists (select from mutes m where m.actor = t.account and m.target = t.actor and m.hide_notifications and (m.expires_at is null or m.expires_at > $7))
        group by t.account, t.kind, t.actor, t.post
        order by min(t.seq), t.account
        """;

    // Each once; an edit takes the place of the one before (Mastodon 4.6).
    private static readonly string Tell =
        $"""
        insert into notifications (id, account, kind, actor, post, at)
        select * from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::timestamptz[])
        on conflict (account, kind, actor, coalesce(post, 0::bigint)) do update set id = excluded.id, at = excluded.at
            where notifications.kind = {N(NotificationKind.Update)}
        """;

    /// <inheritdoc/>
    protected override async Task ConsumeAsync(RowWriting writing, IReadOnlyList<ChangeRow> changes, CancellationToken cancel)
    {
        var mine = changes.Where(c => c.Kind is not (ChangeKind.PostRemoved or ChangeKind.ActorChanged or ChangeKind.ActorRemoved or ChangeKind.Bookmarked or ChangeKind.Muted)).ToList();
        if (mine.Count == 0)
        {
            return;
        }

        var kinds = mine.Select(c => (short)c.Kind).ToArray();
        var actors = mine.Select(c => c.Actor).ToArray();
        var posts = mine.Select(c => c.Post).ToArray();
        var related = mine.Select(c => c.Related).ToArray();
        if (mine.Any(c => c.Kind is ChangeKind.Unfollowed or ChangeKind.Followed or ChangeKind.BoostUndone or ChangeKind.FavouriteUndone or ChangeKind.Blocked))
        {
            await writing.ExecuteAsync(TakenBack, cancel, kinds, actors, posts, related);
        }

        await using var find = writing.Command(ToTell, kinds, actors, posts, related, mine.Select(c => c.Seq).ToArray(), mine.Select(c => c.At).ToArray(), writing.Now);
        var told = new List<(long Account, short Kind, long Actor, long? Post, DateTimeOffset At)>();
        await using (var r = await find.ExecuteReaderAsync(cancel))
        {
            while (await r.ReadAsync(cancel))
            {
                told.Add((r.GetInt64(0), r.GetInt16(1), r.GetInt64(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4)));
            }
        }

        if (told.Count == 0)
        {
            return;
        }

        // One consumer at a time gives ids in the order of what happened.
        await writing.ExecuteAsync(
            Tell,
            cancel,
            told.Select(_ => writing.Ids.Next()).ToArray(),
            told.Select(t => t.Account).ToArray(),
            told.Select(t => t.Kind).ToArray(),
            told.Select(t => t.Actor).ToArray(),
            told.Select(t => t.Post).ToArray(),
            told.Select(t => t.At).ToArray());
    }

    private static int N(ChangeKind kind) => (int)kind;

    private static int N(NotificationKind kind) => (int)kind;
}
