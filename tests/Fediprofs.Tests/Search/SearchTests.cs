using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Search;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Tests.Search;

[Collection(ChangesCollection.Name)]
public sealed class SearchTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly Peer peer = new();
    private DomainRows rows = null!;

    public async ValueTask InitializeAsync() => rows = await DomainRows.OpenAsync(postgres, s => s
        .AddSearch().AddSingleton<ActorLookup>().AddSingleton<PostLookup>().AddSingleton<IRemoteResolver>(peer));

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    [Fact]
    public async Task People_are_found_by_the_beginnings_of_their_names_those_from_here_first()
    {
        var (far, followed, here) = (await SomebodyAsync("martin_l", "peer.test"), await SomebodyAsync("martine", "peer.test"), await SomebodyAsync("lea.martin"));
        await rows.SqlAsync("update actors set display_name = 'Élodie Martinez' where id = $1", far);
        await SomebodyAsync("paul");
        await rows.TellAsync(ChangeKind.ActorChanged, far);
        await rows.FollowAsync(here, followed);
        Assert.Equal([here, followed, far], await PeopleAsync(here, "MART"));
        Assert.Equal([far], await PeopleAsync(here, "elod mart"));
        Assert.Equal([followed, far], await PeopleAsync(here, "@mart@peer"));
        Assert.Equal([followed], await PeopleAsync(here, "mart", onlyFollowed: true));
        Assert.Equal([far, here], await PeopleAsync(here, "@martin_l"));
        Assert.Empty(await PeopleAsync(here, "& | ! :*"));
        await rows.SqlAsync("update actors set deleted_at = now(), display_name = '' where id = $1", far);
        await rows.TellAsync(ChangeKind.ActorRemoved, far);
        Assert.Empty(await PeopleAsync(here, "elodie"));
        Assert.Equal(0L, await rows.ScalarAsync<long>("select count(*) from actor_words where actor = $1", far));
    }

    [Fact]
    public async Task Posts_are_found_by_who_may_see_them_and_whose_authors_may_be_searched()
    {
        var (ines, max, open) = (await rows.ActorAsync("ines"), await rows.ActorAsync("max"), await rows.ActorAsync("ada", "peer.test", indexable: true));
        var closed = await rows.ActorAsync("bob", "peer.test");
        var mine = await PostAsync(ines, "<p>Les équations du second degré</p>", Visibility.Direct);
        var adas = await PostAsync(open, "<p>Une <b>équation</b>&nbsp;simple</p>");
        await PostAsync(open, "<p>équation pour abonnés</p>", Visibility.Followers);
        await PostAsync(closed, "<p>équation cachée</p>");
        var named = await PostAsync(closed, "<p>équation pour Inès</p>", Visibility.Direct, ines);
        Assert.Equal([named, adas, mine], await PostsAsync(ines, "equation"));
        Assert.Equal([adas], await PostsAsync(max, "équations"));
        Assert.Equal([adas], await PostsAsync(ines, "equation -inès -degré"));
        Assert.Equal([mine], await PostsAsync(ines, "\"second degré\""));
        Assert.Empty(await PostsAsync(ines, "nbsp"));
        Assert.Empty(await PostsAsync(ines, "' & ) !"));
        await rows.BlockAsync(ines, open);
        Assert.Equal([named, mine], await PostsAsync(ines, "equation"));
    }

    [Fact]
    public async Task An_author_who_becomes_searchable_is_found_with_older_posts()
    {
        var (ines, ada) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"));
        var post = await PostAsync(ada, "<p>Fractions</p>");
        Assert.Empty(await PostsAsync(ines, "fraction"));
        await rows.SqlAsync("update actors set indexable = true where id = $1", ada);
        await rows.TellAsync(ChangeKind.ActorChanged, ada);
        Assert.Equal([post], await PostsAsync(ines, "fraction"));
    }

    [Fact]
    public async Task Hashtags_are_found_by_their_beginning_as_last_written()
    {
        var ines = await rows.ActorAsync("ines");
        await rows.PostAsync(ines, tags: ["maths"]);
        await rows.PostAsync(ines, tags: ["mathematiques"]);
        await rows.PostAsync(ines, tags: ["mathematiques"]);
        await rows.PostAsync(ines, Visibility.Unlisted, tags: ["mathsecret"]);
        var search = rows.Get<HashtagSearch>();
        Assert.Equal(["mathematiques", "maths"], (await search.FindAsync("#Math", 10, 0, default)).Select(t => t.Tag));
        Assert.Equal(["maths"], (await search.FindAsync("maths", 10, 0, default)).Select(t => t.Tag));
    }

    [Theory]
    [InlineData("https://peer.test/@ada", typeof(SearchQuery.Address))]
    [InlineData("@ada@peer.test", typeof(SearchQuery.Handle))]
    [InlineData("ada@PEER.test:8080", typeof(SearchQuery.Handle))]
    [InlineData("acct:ada@peer.test", typeof(SearchQuery.Handle))]
    [InlineData("@ada", typeof(SearchQuery.Handle))]
    [InlineData("#maths", typeof(SearchQuery.Hashtag))]
    [InlineData("ada", typeof(SearchQuery.Words))]
    [InlineData("fractions @ada@peer.test", typeof(SearchQuery.Words))]
    [InlineData("ada@peer.test/x", typeof(SearchQuery.Words))]
    [InlineData("javascript:alert(1)", typeof(SearchQuery.Words))]
    public void What_was_typed_is_told_apart(string typed, Type kind) => Assert.IsType(kind, SearchQuery.Parse($" {typed} "));

    [Fact]
    public async Task Addresses_stand_for_what_is_known_here_before_anybody_is_asked()
    {
        var (ines, ada) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"));
        var post = await rows.PostAsync(ines);
        Assert.Equal(new(ines, null), await ResolveAsync("@Ines"));
        Assert.Equal(new(ines, null), await ResolveAsync("@ines@ecole.test"));
        Assert.Equal(new(ines, null), await ResolveAsync("https://ecole.test/@ines"));
        Assert.Equal(new(ada, null), await ResolveAsync("https://ecole.test/@ada@peer.test"));
        Assert.Equal(new(ada, null), await ResolveAsync(DomainRows.Uri("ada", "peer.test")));
        Assert.Equal(new(null, post), await ResolveAsync($"https://ecole.test/@ines/{post}"));
        Assert.Equal(new(null, post), await ResolveAsync($"https://ecole.test/posts/{post}"));
        Assert.Equal(default, await ResolveAsync("https://ecole.test/posts/1"));
        Assert.Empty(peer.Asked);
        Assert.Equal(new(77, null), await ResolveAsync("eve@peer.test"));
        Assert.Equal(new(null, 88), await ResolveAsync("https://peer.test/notes/1"));
        Assert.Equal(["eve@peer.test", "https://peer.test/notes/1"], peer.Asked);
    }

    private async Task<long> SomebodyAsync(string name, string domain = "")
    {
        var actor = await rows.ActorAsync(name, domain);
        await rows.TellAsync(ChangeKind.ActorChanged, actor);
        return actor;
    }

    private async Task<long> PostAsync(long author, string content, Visibility visibility = Visibility.Public, params long[] mentions)
    {
        var post = await rows.PostAsync(author, visibility, content: content, mentions: mentions);
        await rows.TellAsync(ChangeKind.PostPublished, author, post);
        return post;
    }

    private async Task<IReadOnlyList<long>> PeopleAsync(long viewer, string text, bool onlyFollowed = false)
    {
        await rows.Get<SearchIndex>().CatchUpAsync(default);
        return await rows.Get<AccountSearch>().FindAsync(viewer, text, onlyFollowed, 20, 0, default);
    }

    private async Task<IReadOnlyList<long>> PostsAsync(long viewer, string text)
    {
        await rows.Get<SearchIndex>().CatchUpAsync(default);
        return await rows.Get<PostSearch>().FindAsync(viewer, text, null, new(), 0, default);
    }

    private Task<Resolved> ResolveAsync(string typed) => rows.Get<Resolution>().ResolveAsync(SearchQuery.Parse(typed), fetch: true, default);

    /// <summary>Others' servers.</summary>
    private sealed class Peer : IRemoteResolver
    {
        public List<string> Asked { get; } = [];

        public Task<long?> ActorAsync(string handleOrUrl, CancellationToken cancel)
        {
            Asked.Add(handleOrUrl);
            return Task.FromResult<long?>(77);
        }

        public Task<long?> PostAsync(string url, CancellationToken cancel)
        {
            Asked.Add(url);
            return Task.FromResult<long?>(88);
        }
    }
}
