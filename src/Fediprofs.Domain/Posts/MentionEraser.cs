using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>Takes an erased person's handle out of what others wrote: their events, posts, former texts and profiles, local and remote.</summary>
internal sealed class MentionEraser : IEraser
{
    public async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        await unit.Writing.ExecuteAsync("delete from idempotency where account = $1", cancel, person.Actor);
        if (person.Username is null)
        {
            return true;
        }

        var (page, handle, domain) = person.Patterns;
        object[] names = [page, handle, domain];
        foreach (var (table, told, columns) in Texts)
        {
            var set = string.Join(", ", columns.Select(c => $"{c.Name} = unnamed({c.Name}{(c.Json ? "::text" : "")}, $1, $2, $3){(c.Json ? "::jsonb" : "")}"));
            var where = string.Join(" or ", columns.Select(c => $"{c.Name}{(c.Json ? "::text" : "")} ~* ('@(<span>)?' || $2)"));
            await using var command = unit.Writing.Command($"update {table} set {set} where {where} returning {told}", names);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                // Words are searched and bytes are kept by the changes: silent ones, since nobody edited anything.
                if (table == "posts")
                {
                    unit.Writing.Changes.Add(new(ChangeKind.PostEdited, reader.GetInt64(1), reader.GetInt64(0), 0));
                }
                else if (table == "actors" && reader.GetInt64(0) != person.Actor)
                {
                    unit.Writing.Changes.Add(new(ChangeKind.ActorChanged, reader.GetInt64(0)));
                }
            }
        }

        await unit.Writing.ExecuteAsync(
            """
            update posts set mentions = (select coalesce(jsonb_agg(m order by n), '[]') from jsonb_array_elements(mentions) with ordinality as t(m, n) where m->>'uri' <> $1)
            where mentions @> jsonb_build_array(jsonb_build_object('uri', $1::text))
            """, cancel, person.Uri);
        return true;
    }

    private static readonly (string Table, string Told, (string Name, bool Json)[] Columns)[] Texts =
    [
        ($"{StorageSlice.EventSchema}.mt_events", "version", [("data", true)]),
        ("posts", "id, author", [("title", false), ("content", false), ("source", false), ("spoiler", false), ("attachments", true), ("poll", true)]),
        ("post_edits", "post", [("title", false), ("content", false), ("spoiler", false), ("attachments", true)]),
        ("actors", "id", [("display_name", false), ("summary", false), ("summary_source", false), ("fields", true)]),
    ];
}
