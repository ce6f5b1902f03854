using System.Collections.Concurrent;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Federation.Sender;

/// <summary>
/// From deliveries to the wire. The table is the truth; what the outbox has just queued is handed over in memory. Hosts are
/// leased, deliveries are not: several nodes on one database share the hosts. A dead host is one row that waits for its time.
/// </summary>
internal sealed class Sender : BackgroundService
{
    private const int PerLoad = 100;
    private const int PerLease = 64;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly DeliveryQueue queue;
    private readonly DeliveryOptions options;
    private readonly Backoff backoff;
    private readonly SignedPost post;
    private readonly GoneInboxes gone;
    private readonly CommitSignals signals;
    private readonly TimeProvider time;
    private readonly ILogger<Sender> logger;
    private readonly MarkWriter marks;
    private readonly SemaphoreSlim slots;
    private readonly ConcurrentDictionary<string, HostSending> active = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    public Sender(
        DeliveryQueue queue, DeliveryMarks deliveryMarks, DeliveryOptions options, Backoff backoff, SignedPost post, GoneInboxes gone,
        CommitSignals signals, TimeProvider time, ILogger<Sender> logger)
    {
        (this.queue, this.options, this.backoff, this.post, this.gone) = (queue, options, backoff, post, gone);
        (this.signals, this.time, this.logger) = (signals, time, logger);
        slots = new(options.Concurrency);
        marks = new(deliveryMarks, Owner, time, logger) { Rested = Rested };
    }

    /// <summary>This node, in the leases.</summary>
    public Guid Owner { get; } = Guid.NewGuid();

    /// <summary>How many more hosts this node can serve.</summary>
    public int Room => options.HostsPerNode - active.Count;

    /// <summary>Takes over what was just queued, once its transaction is committed.</summary>
    /// <param name="leases">Hosts that were leased with it.</param>
    /// <param name="activities">What was queued, in order.</param>
    public void Take(IReadOnlyList<HostLease> leases, IReadOnlyList<ReadyActivity> activities)
    {
        foreach (var lease in leases)
        {
            Open(lease);
        }

        var hosts = new Dictionary<string, List<Delivery>>(StringComparer.Ordinal);
        foreach (var activity in activities)
        {
            foreach (var (host, inbox) in activity.Inboxes)
            {
                if (!hosts.TryGetValue(host, out var deliveries))
                {
                    hosts.Add(host, deliveries = []);
                }

                deliveries.Add(new(host, inbox, activity.Subject, 0, activity.Body));
            }
        }

        foreach (var (host, deliveries) in hosts)
        {
            if (active.TryGetValue(host, out var sending))
            {
                sending.Add(deliveries);
            }
        }
    }

    /// <summary>Sends one delivery; null when the node stops before an answer is there.</summary>
    internal async Task<PostVerdict?> PostAsync(Delivery delivery)
    {
        try
        {
            await slots.WaitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try
        {
            return await post.SendAsync(delivery, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (NpgsqlException e)
        {
            Log.PostBroke(logger, delivery.Host, e);
            return new(PostOutcome.Unreachable, "our database did not answer");
        }
        catch (Exception e)
        {
            Log.PostBroke(logger, delivery.Host, e);
            return new(PostOutcome.Failed, e.GetType().Name);
        }
        finally
        {
            slots.Release();
        }
    }

    internal void Mark(DeliveryMark mark) => marks.Mark(mark);

    internal void BackOff(HostSending host, HostFailure failure)
    {
        Log.HostFails(logger, failure.Lease.Host, failure.Error, failure.Failures, failure.NextAt);
        marks.BackOff(host, failure);
    }

    internal void Drained(HostSending host) => marks.Drained(host);

    internal void NobodyAt(string inbox) => gone.Add(inbox);

    internal void LogGivenUp(Delivery delivery, string error) => Log.GivenUp(logger, delivery.Id, delivery.Inbox, error);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        stopping.Dispose();
        slots.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writing = marks.RunAsync(CancellationToken.None);
        await Task.WhenAll(LeaseLoopAsync(stoppingToken), RenewLoopAsync(stoppingToken), gone.RunAsync(stoppingToken), ForgetLoopAsync(stoppingToken));
        await StopAsync(writing);
    }

    private async Task StopAsync(Task writing)
    {
        foreach (var sending in active.Values)
        {
            sending.Lose();
        }

        await stopping.CancelAsync();
        marks.Complete();
        try
        {
            await writing.WaitAsync(TimeSpan.FromSeconds(2), time);
            await queue.ReleaseAllAsync(Owner, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            Log.NotGivenBack(logger, e); // The leases end by themselves.
        }
    }

    private async Task LeaseLoopAsync(CancellationToken cancel)
    {
        await RepeatAsync(
            async () =>
            {
                while (true)
                {
                    var next = signals.Deliveries.Next;
                    var leased = Room > 0 ? await queue.LeaseAsync(Owner, Math.Min(PerLease, Room), cancel) : [];
                    if (leased.Count > 0)
                    {
                        await LoadAsync([.. leased.Select(Open)], cancel);
                    }
                    else
                    {
                        await Signal.WaitAsync(next, Poll, time, cancel);
                    }
                }
            },
            cancel);
    }

    private async Task RenewLoopAsync(CancellationToken cancel)
    {
        await RepeatAsync(
            async () =>
            {
                while (true)
                {
                    await Task.Delay(options.Lease / 3, time, cancel);
                    var mine = active.ToArray();
                    if (mine.Length == 0)
                    {
                        continue;
                    }

                    var kept = await queue.RenewAsync(Owner, [.. mine.Select(m => m.Key)], cancel);
                    foreach (var (host, sending) in mine.Where(m => !kept.Contains(m.Key)))
                    {
                        // Given back meanwhile, or taken over by another node.
                        sending.Lose();
                        active.TryRemove(new(host, sending));
                    }
                }
            },
            cancel);
    }

    private async Task ForgetLoopAsync(CancellationToken cancel)
    {
        await RepeatAsync(
            async () =>
            {
                while (true)
                {
                    await Task.Delay(TimeSpan.FromHours(1), time, cancel);
                    await queue.ForgetAsync(cancel);
                }
            },
            cancel);
    }

    /// <summary>A loop survives a database that goes away for a while.</summary>
    private async Task RepeatAsync(Func<Task> loop, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await loop();
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.LoopBroke(logger, e);
                await Task.Delay(Poll, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private HostSending Open(HostLease lease)
    {
        var sending = new HostSending(lease, this, options, backoff, time);
        active.AddOrUpdate(
            lease.Host,
            sending,
            (_, old) =>
            {
                old.Lose();
                return sending;
            });
        return sending;
    }

    private void Rested(IReadOnlyList<HostSending> givenBack, IReadOnlyList<HostSending> left)
    {
        foreach (var sending in givenBack)
        {
            active.TryRemove(new(sending.Lease.Host, sending));
        }

        if (left.Count > 0)
        {
            _ = LoadAsync(left, stopping.Token);
        }
    }

    private async Task LoadAsync(IReadOnlyList<HostSending> hosts, CancellationToken cancel)
    {
        try
        {
            var rows = (await queue.LoadAsync([.. hosts.Select(h => h.Lease.Host)], PerLoad, cancel)).ToLookup(d => d.Host, StringComparer.Ordinal);
            foreach (var sending in hosts)
            {
                Delivery[] mine = [.. rows[sending.Lease.Host]];
                sending.Load(mine, mine.Length < PerLoad);
            }
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or ObjectDisposedException)
        {
            // Not renewed any more, the lease ends and the host comes round again.
            Log.LoopBroke(logger, e);
            foreach (var sending in hosts)
            {
                sending.Lose();
                active.TryRemove(new(sending.Lease.Host, sending));
            }
        }
    }
}
