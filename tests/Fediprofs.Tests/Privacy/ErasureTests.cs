using System.Globalization;
using System.Text;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Privacy;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Fediprofs.OAuth.Documents;
using Fediprofs.Testing;
using Marten;
using Npgsql;

namespace Fediprofs.Tests.Privacy;

public sealed class ErasureTests(TestPostgres postgres)
{
    private const string Handle = "clairefontaine";
    private const string Word = "kaléidoscope";
    private static readonly CancellationToken Now = CancellationToken.None;

    [Fact]
    public async Task An_erased_account_leaves_no_trace_in_a_dump()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var person = await FillAsync(host);
        var full = await DumpAsync(host);
        Assert.Contains(Handle, full, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Word, full, StringComparison.Ordinal);

        var erased = await host.Get<AccountErasure>().HandleAsync(new EraseAccount(person), Now);

        Assert.False(erased.Refused, erased.Refusal?.ToString());
        // What others have to deliver still names the person, and only that: it is gone with the deliveries.
        await SqlAsync(host, "delete from delivery");
        await SqlAsync(host, "delete from outgoing");
        Assert.Equal(1, await host.Get<ErasureSweep>().RunAsync(Now));
        var dump = await DumpAsync(host);
        foreach (var trace in new[] { Handle, Word, "ac-exemple.fr/secret", "Fontaine", "salle-12" })
        {
            Assert.True(!dump.Contains(trace, StringComparison.OrdinalIgnoreCase), $"{trace}: {string.Join('\n', dump.Split('\n').Where(l => l.Contains(trace, StringComparison.OrdinalIgnoreCase)).Take(8).Select(l => l[..Math.Min(l.Length, 400)]))}");
        }

        Assert.Contains("signing_keys", dump, StringComparison.Ordinal);
        Assert.Equal(0L, await CountAsync(host, "select count(*) from signing_keys where actor = $1", person));
        var actor = await host.Get<ActorLookup>().ByIdAsync(person, Now);
        Assert.NotNull(actor!.DeletedAt);
    }

    [Fact]
    public async Task An_erased_handle_is_never_given_again_and_somebody_of_the_same_name_elsewhere_keeps_it()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var person = await FillAsync(host);
        await SqlAsync(
            host,
            """
            insert into posts (id, uri, uri_key, author, local, kind, visibility, thread, content, published_at)
            select 81, 'https://mastodon.example/81', $1, 7, false, 1, 0, 81, '<p><a href="https://autre.example/@clairefontaine" class="u-url mention">@<span>clairefontaine</span></a> @clairefontaine@autre.example</p>', now()
            """, UriKey.Of("https://mastodon.example/81"));
        var before = await host.Get<PostLookup>().ByIdAsync(81, Now);
        await host.Get<AccountErasure>().HandleAsync(new EraseAccount(person), Now);
        Assert.Equal(before!.Content, (await host.Get<PostLookup>().ByIdAsync(81, Now))!.Content);
        Assert.Equal(Fediprofs.Domain.Refusal.HandleTaken, (await host.Get<AccountOpening>().HandleAsync(new OpenAccount(Handle, "autre@ac-exemple.fr", TestInstance.Password), Now)).Refusal);
        Assert.Equal(Fediprofs.Domain.Refusal.NotFound, (await host.Get<AccountErasure>().HandleAsync(new EraseAccount(person), Now)).Refusal);
    }

    [Fact]
    public async Task The_servers_that_know_the_person_are_told_and_the_keys_sign_until_they_are()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var person = await FillAsync(host);
        await SqlAsync(host, "delete from outgoing");
        await host.Get<AccountErasure>().HandleAsync(new EraseAccount(person), Now);
        Assert.Equal(1L, await CountAsync(host, "select count(*) from outgoing where actor = $1 and kind = 15", person));
        Assert.Equal(3L, await CountAsync(host, "select count(*) from outgoing where actor = $1 and kind = 3", person));
        Assert.Equal(0, await host.Get<ErasureSweep>().RunAsync(Now));
        Assert.NotNull(await host.Get<ActorSigningKeys>().OfAsync(person, Now));
        await SqlAsync(host, "delete from outgoing");
        await SqlAsync(host, "delete from delivery");
        Assert.Equal(1, await host.Get<ErasureSweep>().RunAsync(Now));
        Assert.Null(await host.Get<ActorSigningKeys>().OfAsync(person, Now));
    }

    [Fact]
    public async Task A_rebuild_does_not_bring_an_erased_person_back()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var person = await FillAsync(host);
        await host.Get<AccountErasure>().HandleAsync(new EraseAccount(person), Now);
        var before = (await DumpAsync(host)).Split('\n').Where(l => !l.StartsWith("public.actor_keys", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var report = await host.Get<Rebuild>().RunAsync(null, Now);
        Assert.Empty((await DumpAsync(host)).Split('\n').Where(l => !l.StartsWith("public.actor_keys", StringComparison.Ordinal)).Except(before));
        Assert.Equal((0, 0), (report.Repaired, report.Recounted));
        Assert.Equal(0L, await CountAsync(host, "select (select count(*) from posts where author = $1) + (select count(*) from reactions where actor = $1) + (select count(*) from accounts where id = $1)", person));
    }

    /// <summary>Somebody who has done everything that leaves text somewhere, and of whom others speak.</summary>
    private static async Task<long> FillAsync(TestInstance host)
    {
        var person = await host.OpenAsync(Handle);
        var bob = await host.OpenAsync("bob");
        await host.Get<AccountChanging>().ProfileAsync(
            person, p => p with { DisplayName = "Claire Fontaine", Summary = $"{Word} ac-exemple.fr/secret", Fields = [new("Salle", "salle-12")] }, Now);
        await host.Get<AccountChanging>().ProfileAsync(bob, p => p with { Summary = $"collègue de @{Handle}." }, Now);
        var question = (await host.Get<Asking>().HandleAsync(new(person, $"Le {Word} en classe ?", "Qui l'a essayé ? @bob"), Now)).Value!;
        await host.Get<PostEditing>().HandleAsync(new EditPost(person, question.Id, $"Qui a essayé le {Word} ?") { Title = $"Un {Word} en classe ?" }, Now);
        var answer = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(bob, $"@{Handle} moi, et @{Handle}@salle.example aussi") { InReplyTo = question.Id }, Now)).Value!;
        await host.Get<PostEditing>().HandleAsync(new EditPost(bob, answer.Id, $"@{Handle} oui."), Now);
        await host.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(person, question.Id, answer.Id), Now);
        var other = (await host.Get<Asking>().HandleAsync(new(bob, "Et vous ?", "Dites"), Now)).Value!;
        var hers = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(person, $"un {Word}") { InReplyTo = other.Id, Spoiler = Word, IdempotencyKey = Word }, Now)).Value!;
        await host.Get<PostPublishing>().HandleAsync(new PublishPost(person, $"entre nous, {Word}") { Visibility = Visibility.Followers }, Now);
        await host.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(bob, other.Id, hers.Id), Now);
        await host.Get<Boosting>().HandleAsync(new BoostPost(person, other.Id), Now);
        await host.Get<Boosting>().HandleAsync(new BoostPost(bob, question.Id), Now);

        await SqlAsync(
            host,
            """
            insert into actors (id, uri, uri_key, local, kind, username, domain, inbox, created_at)
            values (7, 'https://mastodon.example/users/zoe', $1, false, 1, 'zoe', 'mastodon.example', 'https://mastodon.example/inbox', now())
            """, UriKey.Of("https://mastodon.example/users/zoe"));
        var html = $"""<p><span class="h-card"><a href="https://salle.example/@{Handle}" class="u-url mention">@<span>{Handle}</span></a></span> merci</p>""";
        await SqlAsync(
            host,
            """
            insert into posts (id, uri, uri_key, author, local, kind, visibility, in_reply_to, thread, content, mentions, published_at)
            values (8, 'https://mastodon.example/8', $1, 7, false, 1, 0, $2, $2, $3, $4::jsonb, now())
            """,
            UriKey.Of("https://mastodon.example/8"), answer.Id, html,
            $$"""[{"actor": {{person}}, "uri": "https://salle.example/actors/{{person}}", "username": "{{Handle}}", "domain": "", "url": "https://salle.example/@{{Handle}}"}]""");
        await SqlAsync(host, "update post_counts set replies = replies + 1 where post = $1", answer.Id);
        await SqlAsync(host, "insert into follows (follower, followed, id, state, created_at) values (7, $1, 70, 1, now()), ($1, 7, 71, 1, now())", person);
        await SqlAsync(host, "insert into notifications (id, account, kind, actor, post, at) values (90, $1, 1, 7, 8, now())", person);
        await SqlAsync(host, "insert into reactions (actor, post, kind, id, created_at) values ($1, 8, 3, 91, now()), (7, $2, 2, 92, now())", person, question.Id);

        // What came and what goes out.
        await SqlAsync(host, "insert into inbox_journal (actor_uri, lane, received_at, body) values ('https://mastodon.example/users/zoe', 1, now(), $1)", Encoding.UTF8.GetBytes($$$"""{"type":"Create","object":{"content":"\u003ca href=\"https://salle.example/@{{{Handle}}}\"\u003e{{{Word}}}"}}"""));
        await SqlAsync(host, "insert into inbox_journal (actor_uri, lane, received_at, body) values ('https://mastodon.example/users/zoe', 1, now(), $1)", Encoding.UTF8.GetBytes($$$"""{"type":"Create","object":{"tag":[{"type":"Mention","name":"@{{{Handle}}}@salle.example"}]}}"""));
        await BodyAsync(host, 1001, person, question.Id, $$$"""{"type":"Create","object":{"content":"{{{Word}}}"}}""");
        await BodyAsync(host, 1002, bob, answer.Id, $$$"""{"type":"Create","object":{"content":"{{{html.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"}}""");
        await SqlAsync(host, "insert into delivery (host, id, inbox, subject) values ('mastodon.example', 1001, 'https://mastodon.example/inbox', 1), ('mastodon.example', 1002, 'https://mastodon.example/inbox', 2)");

        await using var session = host.Get<IDocumentStore>().LightweightSession();
        var subject = person.ToString(CultureInfo.InvariantCulture);
        session.Store(new OAuthToken { Id = "t1", Subject = subject, Status = "valid", Payload = Word });
        session.Store(new OAuthAuthorization { Id = "a1", Subject = subject, Status = "valid", Scopes = [Word] });
        await session.SaveChangesAsync(Now);
        return person;
    }

    private static Task BodyAsync(TestInstance host, long id, long actor, long subject, string body) =>
        SqlAsync(host, "insert into outgoing_body (id, actor, subject, body, at, total) values ($1, $2, $3, $4, now(), 1)", id, actor, subject, Encoding.UTF8.GetBytes(body));

    /// <summary>Every row of every table as text; bytes as the text that they are.</summary>
    private static async Task<string> DumpAsync(TestInstance host)
    {
        var dump = new StringBuilder();
        await using var connection = await host.Get<NpgsqlDataSource>().OpenConnectionAsync(Now);
        var tables = new List<(string Name, string Columns)>();
        await using (var command = new NpgsqlCommand(
            """
            select quote_ident(c.table_schema) || '.' || quote_ident(c.table_name),
                string_agg(case when c.udt_name = 'bytea' then 'encode(' || quote_ident(c.column_name) || ', ''escape'')' else quote_ident(c.column_name) end, ', ')
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema') group by 1
            """, connection))
        await using (var reader = await command.ExecuteReaderAsync(Now))
        {
            while (await reader.ReadAsync(Now))
            {
                tables.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        foreach (var (name, columns) in tables)
        {
            dump.Append("-- ").Append(name).Append('\n');
            using var copy = await connection.BeginTextExportAsync($"copy (select {columns} from {name}) to stdout", Now);
            while (await copy.ReadLineAsync(Now) is { } line)
            {
                // encode(…, 'escape') writes bytes beyond ASCII as octal, and copy doubles the backslash.
                dump.Append(name).Append('\t').Append(line.Replace("\\\\303\\\\251", "é", StringComparison.Ordinal)).Append('\n');
            }
        }

        return dump.ToString();
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

    private static async Task<long> CountAsync(TestInstance host, string sql, long value)
    {
        await using var command = host.Get<NpgsqlDataSource>().CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        return (long)(await command.ExecuteScalarAsync(Now))!;
    }
}
