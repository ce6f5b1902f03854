using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Search;

/// <summary>Registers the slice.</summary>
public static class SearchSlice
{
    /// <summary>Adds searches, the consumer that keeps their words, and the resolution of addresses, which fetches where there is an <see cref="IRemoteResolver"/>.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services) => services
        .AddChangeReader<SearchIndex>()
        .AddErased(new("post_words", "words", "goes with its post, and is made anew when a post changes"), new("actor_words", "words", nameof(SearchEraser)))
        .AddSingleton<IEraser, SearchEraser>()
        .AddSingleton<AccountSearch>()
        .AddSingleton<PostSearch>()
        .AddSingleton<HashtagSearch>()
        .AddSingleton<Resolution>();
}
