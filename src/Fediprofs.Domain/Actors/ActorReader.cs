using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Actors;

/// <summary>Reads rows of <c>actors</c>: the columns once, in the order they are read.</summary>
internal static class ActorReader
{
    public const string Columns =
        """
        a.id, a.uri, a.local, a.kind, a.username, a.domain, a.url, a.display_name, a.summary, a.summary_source,
        a.avatar_url, a.avatar_alt, a.header_url, a.header_alt, a.fields::text, a.emojis::text,
        a.inbox, a.shared_inbox, a.outbox, a.followers_uri, a.following_uri, a.featured_uri, a.also_known_as, a.moved_to,
        a.locked, a.discoverable, a.indexable, a.hides_collections, a.academie, a.teaching_role, a.subjects, a.levels,
        a.created_at, a.updated_at, a.fetched_at, a.suspended_at, a.deleted_at,
        a.followers_count, a.following_count, a.statuses_count, a.last_post_at
        """;

    public static ActorRow Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetInt64(0),
        Uri = r.GetString(1),
        Local = r.GetBoolean(2),
        Kind = (ActorKind)r.GetInt16(3),
        Username = r.GetString(4),
        Domain = r.GetString(5),
        Url = Text(r, 6),
        DisplayName = r.GetString(7),
        Summary = r.GetString(8),
        SummarySource = Text(r, 9),
        AvatarUrl = Text(r, 10),
        AvatarAlt = Text(r, 11),
        HeaderUrl = Text(r, 12),
        HeaderAlt = Text(r, 13),
        Fields = List<ProfileField>(r, 14),
        Emojis = List<EmojiRef>(r, 15),
        Inbox = Text(r, 16),
        SharedInbox = Text(r, 17),
        Outbox = Text(r, 18),
        FollowersUri = Text(r, 19),
        FollowingUri = Text(r, 20),
        FeaturedUri = Text(r, 21),
        AlsoKnownAs = r.GetFieldValue<string[]>(22),
        MovedTo = Text(r, 23),
        Locked = r.GetBoolean(24),
        Discoverable = r.GetBoolean(25),
        Indexable = r.GetBoolean(26),
        HidesCollections = r.GetBoolean(27),
        Academie = Text(r, 28),
        TeachingRole = Text(r, 29),
        Subjects = r.GetFieldValue<string[]>(30),
        Levels = r.GetFieldValue<string[]>(31),
        CreatedAt = r.GetFieldValue<DateTimeOffset>(32),
        UpdatedAt = Moment(r, 33),
        FetchedAt = Moment(r, 34),
        SuspendedAt = Moment(r, 35),
        DeletedAt = Moment(r, 36),
        FollowersCount = r.GetInt32(37),
        FollowingCount = r.GetInt32(38),
        StatusesCount = r.GetInt32(39),
        LastPostAt = Moment(r, 40),
    };

    private static string? Text(NpgsqlDataReader r, int i) => r.IsDBNull(i) ? null : r.GetString(i);

    private static DateTimeOffset? Moment(NpgsqlDataReader r, int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateTimeOffset>(i);

    private static IReadOnlyList<T> List<T>(NpgsqlDataReader r, int i)
    {
        var json = r.GetString(i);
        return json == "[]" ? [] : Json.Read<List<T>>(json);
    }
}
