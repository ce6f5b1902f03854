using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Timelines;

/// <summary>Registers the slice.</summary>
public static class TimelinesSlice
{
    /// <summary>Adds timelines and threads, and the reader that keeps home feeds in memory.</summary>
    public static IServiceCollection AddTimelines(this IServiceCollection services) => services
        .AddSingleton<HomeFeeds>()
        .AddChangeReader<HomeFeedsReader>()
        .AddSingleton<HomeTimeline>()
        .AddSingleton<PublicTimeline>()
        .AddSingleton<TagTimeline>()
        .AddSingleton<QuestionTimeline>()
        .AddSingleton<Markers>()
        .AddSingleton<IEraser, MarkerEraser>()
        .AddSingleton<AccountStatuses>()
        .AddSingleton<Threads>();
}
