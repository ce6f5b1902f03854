using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Posts;

/// <summary>
/// Writes <see cref="PostAdded"/>: two hundred posts cost two round trips. Callers hold the locks of each post's id and of its parent's.
/// </summary>
internal sealed class PostAdditions : IRowWriter
{
    private const char Separator = '\u001f';

    private const string InsertPosts =
        """
        insert into posts (id, uri, uri_key, url, author, local, kind, visibility, in_reply_to, in_reply_to_uri, in_reply_to_key,
            in_reply_to_author, thread, context_uri, title, content, source, spoiler, sensitive, language, tags, tag_names, mentions,
            attachments, emojis, poll, replies_uri, is_question, question_state, subjects, levels, kept_answers, duplicate_of,
            is_answer, published_at, edited_at, updated_at, structure_at, fetched_at, version)
        select n.id, n.uri, n.uri_key, n.url, n.author, n.local, n.kind, n.visibility, parent.id, n.reply_uri, n.reply_key,
            parent.author, coalesce(parent.thread, n.id), n.context_uri, n.title, n.content, n.source, n.spoiler, n.sensitive, n.language,
            coalesce(string_to_array(n.tags, $38), '{}'), coalesce(string_to_array(n.tag_names, $38), '{}'),
            n.mentions::jsonb, n.attachments::jsonb, n.emojis::jsonb, n.poll::jsonb,
            n.replies_uri, n.is_question, n.question_state, coalesce(string_to_array(n.subjects, $38), '{}'),
            coalesce(string_to_array(n.levels, $38), '{}'), coalesce(string_to_array(n.kept, $38), '{}'), n.duplicate_of,
            n.is_answer, n.published_at, n.edited_at, n.updated_at, n.structure_at, n.fetched_at, n.version
        from unnest($1::bigint[], $2::text[], $3::uuid[], $4::text[], $5::bigint[], $6::bool[], $7::smallint[], $8::smallint[],
            $9::text[], $10::uuid[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bool[], $17::text[],
            $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::bool[], $26::smallint[],
            $27::text[], $28::text[], $29::text[], $30::text[], $31::bool[], $32::timestamptz[], $33::timestamptz[], $34::timestamptz[],
            $35::timestamptz[], $36::timestamptz[], $37::int[])
            as n(id, uri, uri_key, url, author, local, kind, visibility, reply_uri, reply_key, context_uri, title, content, source,
                spoiler, sensitive, language, tags, tag_names, mentions, attachments, emojis, poll, replies_uri, is_question,
                question_state, subjects, levels, kept, duplicate_of, is_answer, published_at, edited_at, updated_at, structure_at,
                fetched_at, version)
        left join posts parent on parent.uri_key = n.reply_key
        where not exists (select from tombstones t where t.uri_key = n.uri_key)
        on conflict (uri_key) do nothing
        returning id, in_reply_to
        """;

    public Type Kind => typeof(PostAdded);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        var posts = rows.Cast<PostAdded>().Select(r => r.Post).DistinctBy(p => p.Uri, StringComparer.Ordinal).OrderBy(p => UriKey.LockOf(p.Uri)).ToList();
        var added = await InsertAsync(writing, posts, cancel);
        if (added.Count == 0)
        {
            return;
        }

        var fresh = posts.Where(p => added.ContainsKey(p.Id)).ToList();
        var adopted = await SurroundAsync(writing, fresh, added, cancel);
        if (adopted.Count > 0)
        {
            await PostThreads.JoinAsync(writing, adopted, cancel);
        }

        foreach (var post in fresh)
        {
            writing.Changes.Add(new(ChangeKind.PostPublished, post.Author, post.Id, added[post.Id]));
        }
    }

    private static async Task<Dictionary<long, long?>> InsertAsync(RowWriting writing, List<PostRow> p, CancellationToken cancel)
    {
        await using var command = writing.Command(
            InsertPosts,
            p.Select(x => x.Id).ToArray(),
            p.Select(x => x.Uri).ToArray(),
            p.Select(x => UriKey.Of(x.Uri)).ToArray(),
            p.Select(x => x.Url).ToArray(),
            p.Select(x => x.Author).ToArray(),
            p.Select(x => x.Local).ToArray(),
            p.Select(x => (short)x.Kind).ToArray(),
            p.Select(x => (short)x.Visibility).ToArray(),
            p.Select(x => x.InReplyToUri).ToArray(),
            p.Select(x => x.InReplyToUri is null ? (Guid?)null : UriKey.Of(x.InReplyToUri)).ToArray(),
            p.Select(x => x.ContextUri).ToArray(),
            p.Select(x => x.Title).ToArray(),
            p.Select(x => x.Content).ToArray(),
            p.Select(x => x.Source).ToArray(),
            p.Select(x => x.Spoiler).ToArray(),
            p.Select(x => x.Sensitive).ToArray(),
            p.Select(x => x.Language).ToArray(),
            p.Select(x => Joined(x.Tags)).ToArray(),
            p.Select(x => Joined(x.TagNames)).ToArray(),
            p.Select(x => x.Mentions.Count == 0 ? "[]" : Json.Write(x.Mentions)).ToArray(),
            p.Select(x => x.Attachments.Count == 0 ? "[]" : Json.Write(x.Attachments)).ToArray(),
            p.Select(x => x.Emojis.Count == 0 ? "[]" : Json.Write(x.Emojis)).ToArray(),
            p.Select(x => x.Poll is null ? null : Json.Write(x.Poll)).ToArray(),
            p.Select(x => x.RepliesUri).ToArray(),
            p.Select(x => x.IsQuestion).ToArray(),
            p.Select(x => (short?)x.QuestionState).ToArray(),
            p.Select(x => Joined(x.Subjects)).ToArray(),
            p.Select(x => Joined(x.Levels)).ToArray(),
            p.Select(x => Joined(x.KeptAnswers)).ToArray(),
            p.Select(x => x.DuplicateOf).ToArray(),
            p.Select(x => x.IsAnswer).ToArray(),
            p.Select(x => x.PublishedAt).ToArray(),
            p.Select(x => x.EditedAt).ToArray(),
            p.Select(x => x.UpdatedAt).ToArray(),
            p.Select(x => x.StructureAt).ToArray(),
            p.Select(x => x.FetchedAt).ToArray(),
            p.Select(x => x.Version).ToArray(),
            Separator.ToString());
        var added = new Dictionary<long, long?>(p.Count);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            added[reader.GetInt64(0)] = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        }

        return added;
    }

    /// <summary>Entries, mentions, counts; answers the ids of posts that found their parent only now.</summary>
    private static async Task<List<long>> SurroundAsync(RowWriting writing, List<PostRow> fresh, Dictionary<long, long?> added, CancellationToken cancel)
    {
        var ids = fresh.Select(p => p.Id).ToArray();
        var mentions = fresh.SelectMany(p => p.Mentions.Where(m => m.Actor != 0).Select(m => (Post: p.Id, m.Actor, Silent: false))
            .Concat(p.SilentlyAddressed.Select(a => (Post: p.Id, Actor: a, Silent: true)))).DistinctBy(m => (m.Post, m.Actor)).ToList();
        await using var batch = new NpgsqlBatch(writing.Connection, writing.Transaction);
        Add(batch, "insert into post_counts (post) select unnest($1::bigint[]) on conflict do nothing", ids);
        Add(
            batch,
            "insert into entries (id, author, post, kind, visibility, local) select id, author, id, case when in_reply_to_uri is null then 0 else 2 end, visibility, local from posts where id = any($1)",
            ids);
        Add(
            batch,
            """
            update actors a set statuses_count = a.statuses_count + n.posts, last_post_at = greatest(a.last_post_at, n.at)
            from (select author, count(*)::int posts, max(published_at) at from posts where id = any($1) group by author order by author) n
            where a.id = n.author
            """,
            ids);
        if (mentions.Count > 0)
        {
            Add(
                batch,
                "insert into post_mentions (post, actor, silent) select * from unnest($1::bigint[], $2::bigint[], $3::bool[]) on conflict do nothing",
                mentions.Select(m => m.Post).ToArray(), mentions.Select(m => m.Actor).ToArray(), mentions.Select(m => m.Silent).ToArray());
        }

        var parents = added.Values.OfType<long>().ToArray();
        if (parents.Length > 0)
        {
            Add(
                batch,
                """
                update post_counts c set replies = c.replies + n.replies
                from (select p post, count(*)::int replies from unnest($1::bigint[]) p group by p order by p) n where c.post = n.post
                """,
                parents);
        }

        // Answers that came before what they answer, and parents of this very batch. Index: posts_orphans.
        Add(
            batch,
            """
            update posts c set in_reply_to = p.id, in_reply_to_author = p.author
            from posts p
            where p.id = any($1) and c.in_reply_to is null and c.in_reply_to_key = p.uri_key
            returning c.id
            """,
            ids);
        var adopted = new List<long>();
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (reader.FieldCount == 1 && await reader.ReadAsync(cancel))
            {
                adopted.Add(reader.GetInt64(0));
            }
        }
        while (await reader.NextResultAsync(cancel));

        return adopted;
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    private static string? Joined(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(Separator, values);
}
