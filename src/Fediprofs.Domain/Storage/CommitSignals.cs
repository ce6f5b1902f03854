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
            Changes.Set();
        }
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
