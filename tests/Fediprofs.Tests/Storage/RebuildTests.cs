using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;
using Npgsql;

namespace Fediprofs.Tests.Storage;

public sealed class RebuildTests(TestPostgres postgres)
{
    private static readonly CancellationToken Now = CancellationToken.None;

    /// <summary>Every table that follows from events, as text; what is written at each look (who fetched a key when) left out.</summary>
    private static readonly string[] Projected =
    [
        "select to_jsonb(a) - 'fetched_at' from actors a order by id", "select to_jsonb(a) from accounts a order by id",
        "select to_jsonb(k) - 'fetched_at' from actor_keys k order by key_id", "select to_jsonb(p) from posts p order by id",
        "select to_jsonb(m) from post_mentions m order by post, actor", "select to_jsonb(e) from post_edits e order by post, number",
        "select to_jsonb(c) from post_counts c order by post", "select to_jsonb(e) from entries e order by id",
        "select to_jsonb(r) from reactions r order by id", "select to_jsonb(t) - 'at' from tombstones t order by uri_key",
    ];

    [Fact]
    public async Task Rebuilding_finds_nothing_to_repair_where_nothing_is_damaged()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        await StoryAsync(host);
        var before = await SnapshotAsync(host);

        var report = await host.Get<Rebuild>().RunAsync(null, Now);

        Assert.Equal(before, await SnapshotAsync(host));
        Assert.Equal(0, report.Repaired);
        Assert.Equal(0, report.Recounted);
        Assert.Equal(5, report.Streams);
    }

    [Fact]
    public async Task Rebuilding_repairs_a_row_that_was_damaged_or_lost()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var story = await StoryAsync(host);
        var before = await SnapshotAsync(host);

        await SqlAsync(host, "update posts set content = 'abîmé', tags = '{}', version = 99, question_state = 2 where id = $1", story.Question);
        await SqlAsync(host, "delete from post_edits");
        await SqlAsync(host, "delete from posts where id = $1", story.Answer);
        await SqlAsync(host, "delete from reactions where kind = 1");
        await SqlAsync(host, "delete from entries");
        await SqlAsync(host, "update post_counts set boosts = 7, replies = 7");
        await SqlAsync(host, "update actors set display_name = 'abîmé', summary = '', updated_at = now() + interval '1 year', statuses_count = 12, followers_count = 5 where kind = 1");
        await SqlAsync(host, "delete from actor_keys where actor = $1", story.Asker);
        await SqlAsync(host, "delete from accounts where id = $1", story.Asker);
        var report = await host.Get<Rebuild>().RunAsync(null, Now);

        Assert.Equal(before, await SnapshotAsync(host));
        Assert.True(report.Repaired >= 5);
        Assert.Equal(2, report.Recounted);
    }

    [Fact]
    public async Task Rebuilding_leaves_a_deleted_post_deleted()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var story = await StoryAsync(host);
        await host.Get<PostDeletion>().HandleAsync(new DeletePost(story.Answerer, story.Answer), Now);
        await host.Get<Rebuild>().RunAsync(null, Now);
        Assert.Null(await host.Get<PostLookup>().ByIdAsync(story.Answer, Now));
    }

    [Fact]
    public async Task Rebuilding_leaves_remote_posts_alone()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var story = await StoryAsync(host);
        await SqlAsync(
            host,
            """
            insert into actors (id, uri, uri_key, local, kind, username, domain, statuses_count, followers_count, created_at)
            values (7, 'https://mastodon.example/users/zoe', $1, false, 1, 'zoe', 'mastodon.example', 4711, 12, now())
            """, UriKey.Of("https://mastodon.example/users/zoe"));
        await SqlAsync(
            host,
            """
            insert into posts (id, uri, uri_key, author, local, kind, visibility, in_reply_to, thread, content, published_at, version)
            values (8, 'https://mastodon.example/8', $1, 7, false, 1, 0, $2, $2, '<p>de loin</p>', now(), 3)
            """, UriKey.Of("https://mastodon.example/8"), story.Question);
        await SqlAsync(host, "insert into post_counts (post, replies, boosts, favourites) values (8, 40, 50, 60)");
        await SqlAsync(host, "insert into reactions (actor, post, kind, id, created_at) values (7, $1, 1, 9, now()), (7, $1, 2, 10, now())", story.Question);
        await SqlAsync(host, "insert into entries values (8, 7, 8, 2, 0, false), (9, 7, $1, 1, 0, false)", story.Question);
        var remote = await TextAsync(host, "select string_agg(to_jsonb(p)::text, '') from posts p where not local") + await TextAsync(host, "select to_jsonb(a)::text from actors a where id = 7")
            + await TextAsync(host, "select string_agg(to_jsonb(r)::text, '' order by id) from reactions r where actor = 7") + await TextAsync(host, "select string_agg(to_jsonb(e)::text, '' order by id) from entries e where not local")
            + await TextAsync(host, "select to_jsonb(c)::text from post_counts c where post = 8");

        await host.Get<Rebuild>().RunAsync(null, Now);

        Assert.Equal(remote, await TextAsync(host, "select string_agg(to_jsonb(p)::text, '') from posts p where not local") + await TextAsync(host, "select to_jsonb(a)::text from actors a where id = 7")
            + await TextAsync(host, "select string_agg(to_jsonb(r)::text, '' order by id) from reactions r where actor = 7") + await TextAsync(host, "select string_agg(to_jsonb(e)::text, '' order by id) from entries e where not local")
            + await TextAsync(host, "select to_jsonb(c)::text from post_counts c where post = 8"));
        // What others did to local posts is counted with the rest.
        Assert.Equal(new PostCounts(2, 2, 1), (await host.Get<PostLookup>().CountsAsync([story.Question], Now))[story.Question]);
    }

    [Fact]
    public async Task Rebuilding_everything_sends_nothing()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        await StoryAsync(host);
        const string Told = "select (select count(*) from outgoing)::text || ' ' || (select count(*) from changes)::text || ' ' || (select count(*) from notifications)::text || ' ' || (select count(*) from events.mt_events)::text";
        await SqlAsync(host, "update posts set content = 'abîmé'");
        await SqlAsync(host, "delete from reactions");
        await SqlAsync(host, "update actors set display_name = 'abîmé'");
        var before = await TextAsync(host, Told);

        var report = await host.Get<Rebuild>().RunAsync(null, Now);

        Assert.True(report.Repaired > 0);
        Assert.Equal(before, await TextAsync(host, Told));
    }

    [Fact]
    public async Task Rebuilding_under_load_loses_nothing()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var (claire, bob) = (await host.OpenAsync("claire"), await host.OpenAsync("bob"));
        var first = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(claire, "toujours là"), Now)).Value!.Id;
        using var stop = new CancellationTokenSource();

        var writers = Enumerable.Range(0, 3).Select(n => Task.Run(async () =>
        {
            var written = 0;
            while (!stop.IsCancellationRequested)
            {
                var post = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(claire, $"billet {n} {written}") { InReplyTo = written % 3 == 0 ? first : null }, Now)).Value!;
                Assert.False((await host.Get<Boosting>().HandleAsync(new BoostPost(bob, post.Id), Now)).Refused);
                Assert.False((await host.Get<PostEditing>().HandleAsync(new EditPost(claire, post.Id, $"billet {n} {written} corrigé"), Now)).Refused);
                if (written % 4 == 1)
                {
                    Assert.False((await host.Get<Boosting>().HandleAsync(new UndoBoost(bob, post.Id), Now)).Refused);
                }

                if (written % 5 == 2)
                {
                    Assert.False((await host.Get<PostDeletion>().HandleAsync(new DeletePost(claire, post.Id), Now)).Refused);
                }

                written++;
                await Task.Delay(10);
            }
        })).ToList();
        var reader = Task.Run(async () =>
        {
            var missed = 0;
            while (!stop.IsCancellationRequested)
            {
                missed += await host.Get<PostLookup>().ByIdAsync(first, Now) is { Content: "<p>toujours là</p>" } ? 0 : 1;
            }

            return missed;
        });

        for (var round = 0; round < 2; round++)
        {
            await host.Get<Rebuild>().RunAsync(null, Now);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Equal(0, await reader);

        // What stands there is what a rebuild in silence gives, and each act was told once.
        var before = await SnapshotAsync(host);
        var report = await host.Get<Rebuild>().RunAsync(null, Now);
        Assert.Equal(before, await SnapshotAsync(host));
        Assert.Equal((0, 0), (report.Repaired, report.Recounted));
        Assert.Equal("0", await TextAsync(host, "select count(*)::text from (select 1 from outgoing group by kind, subject, case when kind = 1 then 0 else id end having count(*) > 1) twice"));
        Assert.Equal(
            await TextAsync(host, "select count(*)::text from events.mt_events where type = 'post_published'"),
            await TextAsync(host, "select count(*)::text from outgoing where kind = 1"));
    }

    private static async Task<(long Asker, long Answerer, long Question, long Answer)> StoryAsync(TestInstance host)
    {
        var (claire, bob) = (await host.OpenAsync("claire"), await host.OpenAsync("bob"));
        await host.Get<AccountChanging>().ProfileAsync(claire, p => p with { DisplayName = "Claire D.", Summary = "CM1, #lecture" }, Now);
        var question = (await host.Get<Asking>().HandleAsync(new(claire, "Dyslexie ?", "Quel outil en #CM1, @bob ?") { Subjects = ["francais"], Levels = ["cm1"] }, Now)).Value!;
        await host.Get<PostEditing>().HandleAsync(new EditPost(claire, question.Id, "Quel outil en #CM1 et #CM2 ?") { Title = "Dyslexie : quel outil ?" }, Now);
        await host.Get<Boosting>().HandleAsync(new BoostPost(bob, question.Id), Now);
        var answer = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(bob, "@claire la lecture à deux voix") { InReplyTo = question.Id }, Now)).Value!;
        await host.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(claire, question.Id, answer.Id, Announce: true), Now);
        return (claire, bob, question.Id, answer.Id);
    }

    private static async Task<string> SnapshotAsync(TestInstance host)
    {
        var texts = new List<string>();
        foreach (var query in Projected)
        {
            await using var command = host.Get<NpgsqlDataSource>().CreateCommand(query.Replace("select to_jsonb", "select jsonb_pretty(to_jsonb", StringComparison.Ordinal).Replace(" from", ") from", StringComparison.Ordinal));
            await using var reader = await command.ExecuteReaderAsync(Now);
            while (await reader.ReadAsync(Now))
            {
                texts.Add(reader.GetString(0));
            }
        }

        return string.Join('\n', texts);
    }

    private static async Task SqlAsync(TestInstance host, string sql, params object[] values)
    {
        await using var command = host.Get<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(Now);
    }

    private static async Task<string?> TextAsync(TestInstance host, string sql)
    {
        await using var command = host.Get<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync(Now) as string;
    }
}
