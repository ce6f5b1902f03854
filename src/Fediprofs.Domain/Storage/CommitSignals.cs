namespace Fediprofs.Domain.Storage;

/// <summary>
/// Wakes this node's loops after a commit. A convenience: each loop also polls, so a lost signal costs a second, never an activity.
/// </summary>
public sealed class CommitSignals
{
    /// <summary>Set when there is something to send.</summary>
    public Signal Outgoing { get; } = new();

    /// <summary>Set when other slices have something to hear.</summary>
    public Signal Changes { get; } = new();

    /// <summary>Set when this node wrote changes; <see cref="Changes"/> is also set when another node did.</summary>
    public Signal ChangesHere { get; } = new();

    /// <summary>
    /// Raised with what a commit of this node told, before its caller goes on: for what is kept in memory and must not
    /// answer a person with the state before their own act. Handlers are quick and never throw.
    /// </summary>
    public event Action<IReadOnlyList<ChangeRow>>? Told;

    /// <summary>Set when deliveries were queued.</summary>
    public Signal Deliveries { get; } = new();

    /// <summary>Set when the inbox took something in.</summary>
    public Signal Inbox { get; } = new();

    /// <summary>Says that a commit wrote outgoing rows or changes.</summary>
    public void Committed(int outgoing, int changes)
    {
        if (outgoing > 0)
        {
            Outgoing.Set();
        }

        if (changes > 0)
        {
            ChangesHere.Set();
            Changes.Set();
        }
    }

    /// <summary>Says what a commit told, and that it wrote outgoing rows or changes.</summary>
    public void Committed(int outgoing, IReadOnlyList<ChangeRow> changes)
    {
        if (changes.Count > 0)
        {
            Told?.Invoke(changes);
        }

        Committed(outgoing, changes.Count);
    }
}

/// <summary>A wake-up for one or more waiting loops.</summary>
public sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes all who wait.</summary>
    public void Set() =>
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>A task that ends at the next <see cref="Set"/>; take it before looking for work, so that none is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Waits for a wake-up taken before, or until the time is over.</summary>
    public static async Task WaitAsync(Task next, TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await next.WaitAsync(atMost, time, cancel);
        }
        catch (TimeoutException)
        {
            // Time to poll.
        }
    }
}
