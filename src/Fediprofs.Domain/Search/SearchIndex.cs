using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Domain.Search;

/// <summary>
/// Keeps the words of what may be found: people who are there, and posts that are local, mention local people, or are public
/// and of authors who may be searched (FEP-5feb). Everything else costs nothing.
/// </summary>
public sealed class SearchIndex(ChangeReading reading, ILogger<SearchIndex> log) : ChangeConsumer("search", reading, log)
{
    /// <summary>So many posts of an author who becomes searchable are taken in, the newest first.</summary>
    private const int MostOlderPosts = 1000;

    // French stems, and the words as they are for names and other languages. Tags and entities are no words.
    private const string Words =
        """
        to_tsvector('french', t.folded) || to_tsvector('simple', t.folded)
        """;

    private const string Text =
        """
        cross join lateral (select folded(regexp_replace(concat_ws(' ', p.title, p.spoiler, p.content), '<[^>]*>|&[a-z#0-9]+;', ' ', 'gi')) as folded) t
        """;

    /// <inheritdoc/>
    protected override async Task ConsumeAsync(RowWriting writing, IReadOnlyList<ChangeRow> changes, CancellationToken cancel)
    {
        var posts = changes.Where(c => c.Kind is ChangeKind.PostPublished or ChangeKind.PostEdited).Select(c => c.Post!.Value).Distinct().Order().ToArray();
        if (posts.Length > 0)
        {
            await PostsAsync(writing, posts, cancel);
        }

        var actors = changes.Where(c => c.Kind is ChangeKind.ActorChanged or ChangeKind.ActorRemoved).Select(c => c.Actor).Distinct().Order().ToArray();
        if (actors.Length > 0)
        {
            await ActorsAsync(writing, actors, cancel);
        }
    }

    private static Task<int> PostsAsync(RowWriting writing, long[] posts, CancellationToken cancel) =>
        writing.ExecuteAsync(
            $"""
            insert into post_words (post, words)
            select p.id, {Words}
            from posts p join actors a on a.id = p.author {Text}
            where p.id = any($1) and (p.local or (p.visibility = 0 and a.indexable)
                or exists (select from post_mentions m join actors l on l.id = m.actor and l.local where m.post = p.id))
            order by p.id
            on conflict (post) do update set words = excluded.words
            """, cancel, posts);

    private static async Task ActorsAsync(RowWriting writing, long[] actors, CancellationToken cancel)
    {
        await writing.ExecuteAsync("delete from actor_words w using actors a where w.actor = any($1) and a.id = w.actor and a.deleted_at is not null", cancel, actors);
        await writing.ExecuteAsync(
            """
            insert into actor_words (actor, words)
            select a.id, to_tsvector('simple', folded(regexp_replace(a.username || ' ' || a.display_name, '[._@:/-]+', ' ', 'g')))
            from actors a where a.id = any($1) and a.deleted_at is null order by a.id
            on conflict (actor) do update set words = excluded.words where actor_words.words <> excluded.words
            """, cancel, actors);
        // Somebody may be searched only from now on. Index: posts_author.
        await writing.ExecuteAsync(
            $"""
            insert into post_words (post, words)
            select p.id, {Words}
            from unnest($1::bigint[]) as n(actor) join actors a on a.id = n.actor and a.indexable and not a.local
            cross join lateral (select * from posts x where x.author = a.id and x.visibility = 0 order by x.id desc limit {MostOlderPosts}) p {Text}
            where not exists (select from post_words w where w.post = p.id)
            on conflict do nothing
            """, cancel, actors);
    }
}
