using Fediprofs.Federation.Activities;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// What was just journalled goes to the applier in memory; the table is for recovery, overflow and other nodes. A lane of which
/// something lies only in the table takes nothing from memory until that was read, so that the order of its actors is kept.
/// </summary>
internal sealed class HandOver
{
    private readonly Lock gate = new();
    private readonly List<Queue> queues;
    private readonly long most;

    /// <param name="appliers">How many loops take from here.</param>
    /// <param name="bytes">How much may wait in memory, by size of the bodies.</param>
    public HandOver(int appliers, long bytes)
    {
        queues = [.. Enumerable.Range(0, appliers).Select(_ => new Queue())];
        most = bytes / appliers;
    }

    /// <summary>Hands an activity to the loop of its lane.</summary>
    public void Offer(Incoming incoming, int bytes)
    {
        lock (gate)
        {
            var queue = queues[incoming.Lane % queues.Count];
            if (queue.OnlyInTable.Contains(incoming.Lane))
            {
                return;
            }

            if (queue.Bytes + bytes > most)
            {
                queue.OnlyInTable.Add(incoming.Lane);
                return;
            }

            queue.Waiting.Enqueue((incoming, bytes));
            queue.Bytes += bytes;
        }
    }

    /// <summary>Says that something of these lanes lies only in the table.</summary>
    public void ReadBack(IEnumerable<int> lanes)
    {
        lock (gate)
        {
            foreach (var lane in lanes)
            {
                queues[lane % queues.Count].OnlyInTable.Add(lane);
            }
        }
    }

    /// <summary>
    /// The lanes of which the table must be read first. From now on they take from memory again, so read the table after this call:
    /// what is met twice is applied once, since only one of the two finds its pending row.
    /// </summary>
    public List<int> TakeLanes(int applier)
    {
        lock (gate)
        {
            var lanes = queues[applier].OnlyInTable.ToList();
            queues[applier].OnlyInTable.Clear();
            return lanes;
        }
    }

    /// <summary>How many activities wait in memory.</summary>
    public int Waiting(int applier)
    {
        lock (gate)
        {
            return queues[applier].Waiting.Count;
        }
    }

    /// <summary>The next activities, at most so many, in order of arrival.</summary>
    public List<Incoming> Take(int applier, int most)
    {
        var taken = new List<Incoming>();
        lock (gate)
        {
            var queue = queues[applier];
            while (taken.Count < most && queue.Waiting.TryDequeue(out var next))
            {
                queue.Bytes -= next.Bytes;
                taken.Add(next.Incoming);
            }
        }

        return taken;
    }

    private sealed class Queue
    {
        public Queue<(Incoming Incoming, int Bytes)> Waiting { get; } = new();

        public long Bytes { get; set; }

        public HashSet<int> OnlyInTable { get; } = [];
    }
}
