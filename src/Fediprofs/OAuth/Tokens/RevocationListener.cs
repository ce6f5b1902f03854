using Marten;

namespace Fediprofs.OAuth.Tokens;

/// <summary>Hears on one connection which tokens were revoked, on this node or another.</summary>
internal sealed class RevocationListener(IDocumentStore store, LiveTokens live, TimeProvider clock, ILogger<RevocationListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "Revocations are not heard; every token is looked up until they are.");
            }
            finally
            {
                live.Hear(false);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(stoppingToken);
        connection.Notification += (_, notice) => live.Forget(notice.Payload);
        await using (var listen = connection.CreateCommand())
        {
            listen.CommandText = "listen " + LiveTokens.Channel;
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        live.Hear(true);
        while (true)
        {
            if (!await connection.WaitAsync(Silence, stoppingToken))
            {
                // A connection that died silently must not be taken for a quiet one.
                await using var probe = connection.CreateCommand();
                probe.CommandText = "select 1";
                await probe.ExecuteNonQueryAsync(stoppingToken);
            }
        }
    }
}
