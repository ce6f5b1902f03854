using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using JasperFx.Events;

namespace Fediprofs.Domain.Posts;

/// <summary>Puts the rows of local posts right: the post, its entry, mentions, history and counts. Deleted ones stay deleted.</summary>
internal sealed class PostRebuild(LocalPostRow rows, RowWriters writers, InstanceUris uris) : IRebuild
{
    public string Streams => "post-";

    public IEnumerable<long> LocksOf(string stream, IReadOnlyList<IEvent> events)
    {
        if (events is [{ Data: PostPublished published }, ..])
        {
            yield return UriKey.LockOf(uris.Post(published.Post));
            if (published.InReplyToUri is { } parent)
            {
                yield return UriKey.LockOf(parent);
            }
        }
    }

    public async Task<bool> RebuildAsync(RowWriting writing, string stream, IReadOnlyList<IEvent> events, CancellationToken cancel)
    {
        LocalPost? post = null;
        var former = new List<LocalPost>();
        foreach (var e in events)
        {
            if (post is not null && e.Data is PostEdited or AnswerKept { Announce: true })
            {
                former.Add(post!);
            }

            post = LocalPostFold.Next(post, stream, e.Data, e.Timestamp);
        }

        if (post is null)
        {
            return false;
        }

        var (id, uri) = (post.Published.Post, uris.Post(post.Published.Post));
        var author = (await ActorLookup.ByIdsAsync(writing, [post.Published.Author], cancel)).GetValueOrDefault(post.Published.Author);
        var before = await PostLookup.ByIdAsync(writing, id, cancel);
        if (post.Deleted)
        {
            await writers.WriteAsync(writing, [new PostRemoved(uri, post.Published.Author)], cancel);
            return before is not null;
        }

        if (author is not { DeletedAt: null })
        {
            return false;
        }

        var mentioned = await ActorLookup.ByUrisAsync(writing, [.. former.Append(post).SelectMany(p => p.MentionUris)], cancel);
        var row = rows.From(post, author, mentioned);
        if (before is null)
        {
            await writers.WriteAsync(writing, [new PostAdded(row)], cancel);
        }

        var repaired = before is null | await PostRepairs.RowAsync(writing, row, cancel);
        repaired |= await PostRepairs.SurroundingsAsync(writing, row, cancel);
        repaired |= await PostRepairs.HistoryAsync(writing, id, [.. former.Select(p => rows.From(p, author, mentioned))], cancel);
        var counted = await PostLookup.ByIdAsync(writing, id, cancel) is { InReplyTo: { } parent } ? new[] { id, parent } : [id];
        return repaired | await PostRecounts.RecountAsync(writing, counted, cancel);
    }
}

/// <summary>Statements that change a row only where it differs from what it shall be; each answers whether it did.</summary>
file static class PostRepairs
{
    public static async Task<bool> RowAsync(RowWriting writing, PostRow p, CancellationToken cancel)
    {
        await using var command = writing.Command(
            """
            update posts p set url = n.url, visibility = n.visibility, in_reply_to = n.in_reply_to, in_reply_to_uri = n.in_reply_to_uri, in_reply_to_key = n.in_reply_to_key,
                in_reply_to_author = n.in_reply_to_author, thread = n.thread, title = n.title, content = n.content, source = n.source,
                spoiler = n.spoiler, sensitive = n.sensitive, language = n.language, tags = n.tags, tag_names = n.tag_names, mentions = n.mentions,
                replies_uri = n.replies_uri, is_question = n.is_question, question_state = n.question_state, subjects = n.subjects,
                levels = n.levels, kept_answers = n.kept_answers, is_answer = n.is_answer, published_at = n.published_at,
                edited_at = n.edited_at, updated_at = n.updated_at, structure_at = n.structure_at, version = n.version, local = true, author = n.author
            from (
                select $2::text url, $3::smallint visibility, parent.id in_reply_to, $4::text in_reply_to_uri, $5::uuid in_reply_to_key,
                    parent.author in_reply_to_author, coalesce(parent.thread, $1) thread, $6::text title, $7::text content, $8::text source,
                    $9::text spoiler, $10::bool sensitive, $11::text language, $12::text[] tags, $13::text[] tag_names, $14::jsonb mentions,
                    $15::text replies_uri, $16::bool is_question, $17::smallint question_state, $18::text[] subjects,
                    $19::text[] levels, $20::text[] kept_answers, $21::bool is_answer, $22::timestamptz published_at,
                    $23::timestamptz edited_at, $24::timestamptz updated_at, $25::timestamptz structure_at, $26::int version, $27::bigint author
                from (select 1) one left join posts parent on parent.uri_key = $5::uuid) n
            where p.id = $1 and (p.url, p.visibility, p.in_reply_to, p.in_reply_to_uri, p.in_reply_to_key, p.in_reply_to_author, p.thread, p.title, p.content,
                p.source, p.spoiler, p.sensitive, p.language, p.tags, p.tag_names, p.mentions, p.replies_uri, p.is_question, p.question_state,
                p.subjects, p.levels, p.kept_answers, p.is_answer, p.published_at, p.edited_at, p.updated_at, p.structure_at, p.version, p.local, p.author)
                is distinct from (n.url, n.visibility, n.in_reply_to, n.in_reply_to_uri, n.in_reply_to_key, n.in_reply_to_author, n.thread, n.title, n.content,
                n.source, n.spoiler, n.sensitive, n.language, n.tags, n.tag_names, n.mentions, n.replies_uri, n.is_question, n.question_state,
                n.subjects, n.levels, n.kept_answers, n.is_answer, n.published_at, n.edited_at, n.updated_at, n.structure_at, n.version, true, n.author)
            """,
            p.Id, p.Url, (short)p.Visibility, p.InReplyToUri, p.InReplyToUri is null ? null : UriKey.Of(p.InReplyToUri), p.Title, p.Content, p.Source,
            p.Spoiler, p.Sensitive, p.Language, p.Tags.ToArray(), p.TagNames.ToArray(), Json.Write(p.Mentions), p.RepliesUri, p.IsQuestion,
            (short?)p.QuestionState, p.Subjects.ToArray(), p.Levels.ToArray(), p.KeptAnswers.ToArray(), p.IsAnswer, p.PublishedAt,
            p.EditedAt, p.UpdatedAt, p.StructureAt, p.Version, p.Author);
        return await command.ExecuteNonQueryAsync(cancel) > 0;
    }

    public static async Task<bool> SurroundingsAsync(RowWriting writing, PostRow p, CancellationToken cancel)
    {
        var mentioned = p.Mentions.Select(m => m.Actor).Where(a => a != 0).Distinct().ToArray();
        var touched = await writing.ExecuteAsync(
            """
            insert into entries (id, author, post, kind, visibility, local)
            select id, author, id, case when in_reply_to_uri is null then 0 else 2 end, visibility, local from posts where id = $1
            on conflict (id) do update set author = excluded.author, post = excluded.post, kind = excluded.kind, visibility = excluded.visibility, local = excluded.local
                where (entries.author, entries.post, entries.kind, entries.visibility, entries.local)
                    <> (excluded.author, excluded.post, excluded.kind, excluded.visibility, excluded.local)
            """, cancel, p.Id);
        touched += await writing.ExecuteAsync("insert into post_mentions (post, actor) select $1, a from unnest($2::bigint[]) a on conflict do nothing", cancel, p.Id, mentioned);
        touched += await writing.ExecuteAsync("delete from post_mentions where post = $1 and not silent and actor <> all($2)", cancel, p.Id, mentioned);
        return touched > 0;
    }

    public static async Task<bool> HistoryAsync(RowWriting writing, long post, IReadOnlyList<PostRow> former, CancellationToken cancel)
    {
        await using var command = writing.Command(
            """
            insert into post_edits (post, number, at, title, content, spoiler, sensitive)
            select $1, number - 1, at, title, content, spoiler, sensitive
            from unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::bool[]) with ordinality as n(at, title, content, spoiler, sensitive, number)
            on conflict (post, number) do update set at = excluded.at, title = excluded.title, content = excluded.content, spoiler = excluded.spoiler, sensitive = excluded.sensitive
                where (post_edits.at, post_edits.title, post_edits.content, post_edits.spoiler, post_edits.sensitive)
                    is distinct from (excluded.at, excluded.title, excluded.content, excluded.spoiler, excluded.sensitive)
            """,
            post, former.Select(p => p.EditedAt ?? p.PublishedAt).ToArray(), former.Select(p => p.Title).ToArray(), former.Select(p => p.Content).ToArray(),
            former.Select(p => p.Spoiler).ToArray(), former.Select(p => p.Sensitive).ToArray());
        var touched = await command.ExecuteNonQueryAsync(cancel);
        touched += await writing.ExecuteAsync("delete from post_edits where post = $1 and number >= $2", cancel, post, former.Count);
        return touched > 0;
    }
}
