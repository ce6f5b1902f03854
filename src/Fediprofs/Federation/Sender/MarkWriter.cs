using System.Threading.Channels;
using Fediprofs.Domain.Deliveries;
using Npgsql;

namespace Fediprofs.Federation.Sender;

/// <summary>
/// Writes marks in groups without a timer: while one flush is in flight, the next one collects. What is not written goes out
/// again under the same id, and the peer knows it.
/// </summary>
internal sealed class MarkWriter(DeliveryMarks marks, Guid owner, TimeProvider time, ILogger logger)
{
    private const int MostAtOnce = 2000;
    private readonly Channel<object> wanted = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Called with hosts that were given back, and with those that still have something queued.</summary>
    public required Action<IReadOnlyList<HostSending>, IReadOnlyList<HostSending>> Rested { get; init; }

    public void Mark(DeliveryMark mark) => wanted.Writer.TryWrite(mark);

    public void BackOff(HostSending host, HostFailure failure) => wanted.Writer.TryWrite((host, failure));

    public void Drained(HostSending host) => wanted.Writer.TryWrite(host);

    /// <summary>Nothing more comes: the loop ends when all is written.</summary>
    public void Complete() => wanted.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancel)
    {
        var done = new List<DeliveryMark>();
        var failed = new List<(HostSending Host, HostFailure Failure)>();
        var drained = new List<HostSending>();
        while (await wanted.Reader.WaitToReadAsync(cancel))
        {
            while (done.Count + failed.Count + drained.Count < MostAtOnce && wanted.Reader.TryRead(out var item))
            {
                switch (item)
                {
                    case DeliveryMark mark:
                        done.Add(mark);
                        break;
                    case (HostSending host, HostFailure failure):
                        failed.Add((host, failure));
                        break;
                    case HostSending host:
                        drained.Add(host);
                        break;
                }
            }

            var left = await FlushAsync(done, [.. failed.Select(f => f.Failure)], [.. drained.Select(d => d.Lease)], cancel);
            Rested(
                [.. failed.Select(f => f.Host), .. drained.Where(d => !left.Contains(d.Lease.Host))],
                [.. drained.Where(d => left.Contains(d.Lease.Host))]);
            done.Clear();
            failed.Clear();
            drained.Clear();
        }
    }

    private async Task<IReadOnlySet<string>> FlushAsync(
        IReadOnlyList<DeliveryMark> done, IReadOnlyList<HostFailure> failures, IReadOnlyList<HostLease> drained, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await marks.FlushAsync(done, failures, drained, owner, cancel);
            }
            catch (NpgsqlException e)
            {
                Log.MarksNotWritten(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
            }
        }
    }
}
