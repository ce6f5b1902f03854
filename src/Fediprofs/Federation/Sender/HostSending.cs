using Fediprofs.Domain.Deliveries;

namespace Fediprofs.Federation.Sender;

/// <summary>
/// Sends to one leased host: one request until it answers, then a few at once; what is about the same subject one after the
/// other. When nothing is left, or the host fails, it is given back.
/// </summary>
internal sealed class HostSending(HostLease lease, Sender sender, DeliveryOptions options, Backoff backoff, TimeProvider time)
{
    /// <summary>Deliveries of one host in memory at most; the rest waits in the table.</summary>
    public const int Most = 2000;

    /// <summary>Errors in a row after which a host that has taken nothing counts as failing.</summary>
    private const int Patience = 3;

    private static readonly TimeSpan LongestForOne = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly List<Delivery> queue = [];
    private readonly HashSet<(long Id, string Inbox)> known = [];
    private readonly HashSet<long> busy = [];
    private readonly List<Delivery> inVain = [];
    private int underway;
    private bool heard;
    private bool moreInTable;
    private bool resting;
    private bool lost;
    private HostFailure? failure;

    public HostLease Lease { get; } = lease;

    /// <summary>What was just queued, handed over in memory, in order. Repetitions are passed over.</summary>
    public void Add(IEnumerable<Delivery> deliveries)
    {
        lock (gate)
        {
            if (failure is not null || moreInTable)
            {
                return; // It stands in the table and comes in its turn.
            }

            foreach (var delivery in deliveries)
            {
                if (queue.Count >= Most)
                {
                    moreInTable = true;
                    break;
                }

                if (known.Add((delivery.Id, delivery.Inbox)))
                {
                    queue.Add(delivery);
                }
            }

            Pump();
        }
    }

    /// <summary>What was read from the table.</summary>
    public void Load(IReadOnlyList<Delivery> deliveries, bool all)
    {
        lock (gate)
        {
            resting = false;
            moreInTable = !all;
            foreach (var delivery in deliveries)
            {
                if (known.Add((delivery.Id, delivery.Inbox)))
                {
                    queue.Add(delivery);
                }
            }

            queue.Sort((a, b) => a.Id.CompareTo(b.Id));
            Pump();
        }
    }

    /// <summary>Sends nothing more: the lease is another's now, or the node stops.</summary>
    public void Lose()
    {
        lock (gate)
        {
            lost = true;
            queue.Clear();
        }
    }

    // Under the gate.
    private void Pump()
    {
        if (lost)
        {
            return;
        }

        while (failure is null && underway < (heard ? options.ConnectionsPerHost : 1) && TakeNext() is { } next)
        {
            underway++;
            busy.Add(next.Subject);
            _ = Task.Run(() => SendAsync(next));
        }

        if (underway == 0 && !resting)
        {
            resting = true;
            Rest();
        }
    }

    // Order per subject: an activity waits while an earlier one about the same is under way, or failed just now.
    private Delivery? TakeNext()
    {
        for (var i = 0; i < queue.Count; i++)
        {
            var candidate = queue[i];
            if (!busy.Contains(candidate.Subject))
            {
                queue.RemoveAt(i);
                return candidate;
            }
        }

        return null;
    }

    private async Task SendAsync(Delivery delivery)
    {
        var result = await sender.PostAsync(delivery);
        lock (gate)
        {
            underway--;
            if (result is null)
            {
                lost = true; // The node stops: no mark, so that it goes out again.
                return;
            }

            if (!Failed(delivery, result))
            {
                busy.Remove(delivery.Subject);
            }

            Pump();
        }
    }

    /// <summary>Acts on an answer; true when what is about the same subject has to wait.</summary>
    private bool Failed(Delivery delivery, PostVerdict result)
    {
        switch (result.Outcome)
        {
            case PostOutcome.Taken:
                heard = true;
                sender.Mark(new(delivery, DeliveryOutcome.Delivered));
                return false;
            case PostOutcome.Refused or PostOutcome.Unauthorized:
                GiveUp(delivery, result);
                return false;
            case PostOutcome.Gone:
                sender.NobodyAt(delivery.Inbox);
                GiveUp(delivery, result);
                return false;
            case PostOutcome.Failed:
                inVain.Add(delivery);
                if (!heard && inVain.Count >= Patience)
                {
                    failure = Failure(result.Error, asked: null);
                }

                return true;
            default:
                failure ??= Failure(result.Error, result.RetryAfter);
                return true;
        }
    }

    private void GiveUp(Delivery delivery, PostVerdict result)
    {
        heard = true;
        sender.Mark(new(delivery, DeliveryOutcome.GivenUp));
        sender.LogGivenUp(delivery, result.Error);
    }

    // Nothing is under way: give the host back, one way or another.
    private void Rest()
    {
        if (failure is null && inVain.Count > 0)
        {
            failure = heard ? OneInVain() : Failure("errors only", asked: null);
        }

        known.Clear();
        busy.Clear();
        inVain.Clear();
        queue.Clear(); // What waited for a failed one stands in the table.
        if (failure is not null)
        {
            sender.BackOff(this, failure);
        }
        else
        {
            sender.Drained(this);
        }
    }

    // The host takes others: what it does not take is tried a few times more, and does not hold up the rest for long.
    private HostFailure? OneInVain()
    {
        var kept = 0;
        foreach (var delivery in inVain)
        {
            var tries = delivery.Attempts + 1;
            if (tries >= options.Tries)
            {
                sender.Mark(new(delivery, DeliveryOutcome.GivenUp));
            }
            else
            {
                sender.Mark(new(delivery, DeliveryOutcome.TriedInVain));
                kept = Math.Max(kept, tries);
            }
        }

        if (kept == 0)
        {
            return null;
        }

        var wait = backoff.After(kept);
        return new(Lease, "errors for some activities", time.GetUtcNow() + (wait < LongestForOne ? wait : LongestForOne), 0);
    }

    private HostFailure Failure(string error, TimeSpan? asked)
    {
        var now = time.GetUtcNow();
        if (heard)
        {
            return new(Lease, error, now + (asked is { } pause ? Backoff.AsAsked(pause) : backoff.After(1)), asked is null ? 1 : 0);
        }

        var failures = Lease.Failures + 1;
        var next = now + (asked is { } wait ? Backoff.AsAsked(wait) : backoff.After(failures));
        return Lease.FirstFailureAt is { } first && now - first > options.GiveUpAfter
            ? new(Lease, error, null, failures)
            : new(Lease, error, next, failures);
    }
}
