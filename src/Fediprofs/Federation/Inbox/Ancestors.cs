using System.Threading.Channels;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// Fetches the posts that are answered, up the thread, while their answers are already shown: an answer whose parent comes later is
/// adopted then. Worth having, not owed: bounded in number and depth, and what does not fit is left out.
/// </summary>
internal sealed class Ancestors(RemotePosts posts, PostLookup known, InstanceUris instance, ILogger<Ancestors> log) : BackgroundService
{
    private const int Fetches = 4;
    private const int Deepest = 30;

    private readonly Channel<string> wanted = Channel.CreateBounded<string>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a post.</summary>
    public void Offer(string uri) => wanted.Writer.TryWrite(uri);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Fetches).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var uri in wanted.Reader.ReadAllAsync(cancel))
            {
                try
                {
                    await ClimbAsync(uri, cancel);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.LogDebug(failure, "The post {Uri} that was answered could not be stored.", uri);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task ClimbAsync(string first, CancellationToken cancel)
    {
        var uri = first;
        for (var depth = 0; depth < Deepest && uri is not null && !instance.IsOurs(uri); depth++)
        {
            if (await known.ByUriAsync(uri, cancel) is not null || await posts.FetchAsync(uri, cancel) is not Fetched<PostRow>.Found { Value: var post })
            {
                return;
            }

            uri = post.InReplyToUri;
        }
    }
}
