using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Posts;

/// <summary>Reads rows of <c>posts</c>: the columns once, in the order they are read.</summary>
internal static class PostReader
{
    public const string Columns =
        """
        p.id, p.uri, p.url, p.author, p.local, p.kind, p.visibility, p.in_reply_to, p.in_reply_to_uri, p.in_reply_to_author,
        p.thread, p.context_uri, p.title, p.content, p.source, p.spoiler, p.sensitive, p.language, p.tags, p.tag_names,
        p.mentions::text, p.attachments::text, p.emojis::text, p.poll::text, p.replies_uri, p.is_question, p.question_state,
        p.subjects, p.levels, p.kept_answers, p.duplicate_of, p.is_answer, p.published_at, p.edited_at, p.updated_at,
        p.structure_at, p.fetched_at, p.version
        """;

    public static PostRow Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetInt64(0),
        Uri = r.GetString(1),
        Url = Text(r, 2),
        Author = r.GetInt64(3),
        Local = r.GetBoolean(4),
        Kind = (PostKind)r.GetInt16(5),
        Visibility = (Visibility)r.GetInt16(6),
        InReplyTo = r.IsDBNull(7) ? null : r.GetInt64(7),
        InReplyToUri = Text(r, 8),
        InReplyToAuthor = r.IsDBNull(9) ? null : r.GetInt64(9),
        Thread = r.GetInt64(10),
        ContextUri = Text(r, 11),
        Title = Text(r, 12),
        Content = r.GetString(13),
        Source = Text(r, 14),
        Spoiler = r.GetString(15),
        Sensitive = r.GetBoolean(16),
        Language = Text(r, 17),
        Tags = r.GetFieldValue<string[]>(18),
        TagNames = r.GetFieldValue<string[]>(19),
        Mentions = List<MentionRef>(r, 20),
        Attachments = List<AttachmentRef>(r, 21),
        Emojis = List<EmojiRef>(r, 22),
        Poll = r.IsDBNull(23) ? null : Json.Read<PollRef>(r.GetString(23)),
        RepliesUri = Text(r, 24),
        IsQuestion = r.GetBoolean(25),
        QuestionState = r.IsDBNull(26) ? null : (QuestionState)r.GetInt16(26),
        Subjects = r.GetFieldValue<string[]>(27),
        Levels = r.GetFieldValue<string[]>(28),
        KeptAnswers = r.GetFieldValue<string[]>(29),
        DuplicateOf = Text(r, 30),
        IsAnswer = r.GetBoolean(31),
        PublishedAt = r.GetFieldValue<DateTimeOffset>(32),
        EditedAt = Moment(r, 33),
        UpdatedAt = Moment(r, 34),
        StructureAt = Moment(r, 35),
        FetchedAt = Moment(r, 36),
        Version = r.GetInt32(37),
    };

    public static async Task<List<PostRow>> AllAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<PostRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static string? Text(NpgsqlDataReader r, int i) => r.IsDBNull(i) ? null : r.GetString(i);

    private static DateTimeOffset? Moment(NpgsqlDataReader r, int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateTimeOffset>(i);

    private static IReadOnlyList<T> List<T>(NpgsqlDataReader r, int i)
    {
        var json = r.GetString(i);
        return json == "[]" ? [] : Json.Read<List<T>>(json);
    }
}
