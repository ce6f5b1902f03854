using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>Writes <see cref="PostChanged"/>: edits with their history, and silent changes of structure.</summary>
internal sealed class PostRevisions : IRowWriter
{
    public Type Kind => typeof(PostChanged);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        foreach (var changed in rows.Cast<PostChanged>().OrderBy(r => UriKey.LockOf(r.Post.Uri)))
        {
            var told = changed.Explicit && await EditAsync(writing, changed.Post, cancel);
            var structured = await StructureAsync(writing, changed.Post, cancel);
            if (told)
            {
                writing.Changes.Add(new(ChangeKind.PostEdited, changed.Post.Author, changed.Post.Id, 1));
            }
            else if (structured)
            {
                writing.Changes.Add(new(ChangeKind.PostEdited, changed.Post.Author, changed.Post.Id, 0));
            }
        }
    }

    private static async Task<bool> EditAsync(RowWriting writing, PostRow p, CancellationToken cancel)
    {
        // Local rows carry the number of their events, remote ones the origin's time: newer wins.
        var newer = p.Local ? "version < $3" : "author = $2 and (updated_at is null or updated_at < $3)";
        object mark = p.Local ? p.Version : p.UpdatedAt ?? (object)DBNull.Value;
        await using var lockRow = writing.Command($"select 1 from posts where id = $1 and author = $2 and {newer} for update", p.Id, p.Author, mark);
        if (await lockRow.ExecuteScalarAsync(cancel) is null)
        {
            return false;
        }

        await writing.ExecuteAsync(
            """
            insert into post_edits (post, number, at, title, content, spoiler, sensitive, attachments)
            select id, (select coalesce(max(number) + 1, 0) from post_edits where post = $1), coalesce(edited_at, published_at), title, content, spoiler, sensitive, attachments
            from posts where id = $1
            """, cancel, p.Id);
        await writing.ExecuteAsync(
            """
            update posts set url = $2, title = $3, content = $4, source = $5, spoiler = $6, sensitive = $7, language = $8,
                tags = $9, tag_names = $10, mentions = $11::jsonb, attachments = $12::jsonb, emojis = $13::jsonb,
                edited_at = $14, updated_at = $15, fetched_at = $16
            where id = $1
            """,
            cancel, p.Id, p.Url, p.Title, p.Content, p.Source, p.Spoiler, p.Sensitive, p.Language,
            p.Tags.ToArray(), p.TagNames.ToArray(), Json.Write(p.Mentions), Json.Write(p.Attachments), Json.Write(p.Emojis),
            p.EditedAt ?? p.UpdatedAt, p.UpdatedAt, p.FetchedAt);
        await writing.ExecuteAsync("delete from post_mentions where post = $1 and not silent and actor <> all($2)", cancel, p.Id, p.Mentions.Select(m => m.Actor).ToArray());
        await writing.ExecuteAsync(
            "insert into post_mentions (post, actor) select $1, a from unnest($2::bigint[]) a where a <> 0 on conflict do nothing",
            cancel, p.Id, p.Mentions.Select(m => m.Actor).Distinct().ToArray());
        return true;
    }

    private static async Task<bool> StructureAsync(RowWriting writing, PostRow p, CancellationToken cancel)
    {
        var newer = p.Local ? "version < $13" : "$13::int is not null and (structure_at is null or $12::timestamptz is null or structure_at <= $12)";
        return await writing.ExecuteAsync(
            $"""
            update posts set is_question = $3, question_state = $4, subjects = $5, levels = $6, kept_answers = $7, duplicate_of = $8,
                is_answer = $9, poll = $10::jsonb, replies_uri = coalesce($11, replies_uri), structure_at = coalesce($12, structure_at),
                version = case when local then $13 else version + 1 end
            where id = $1 and author = $2 and {newer}
            """,
            cancel, p.Id, p.Author, p.IsQuestion, (short?)p.QuestionState, p.Subjects.ToArray(), p.Levels.ToArray(), p.KeptAnswers.ToArray(), p.DuplicateOf,
            p.IsAnswer, p.Poll is null ? null : Json.Write(p.Poll), p.RepliesUri, p.StructureAt, p.Version) > 0;
    }
}
