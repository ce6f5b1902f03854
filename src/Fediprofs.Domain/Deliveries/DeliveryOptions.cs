namespace Fediprofs.Domain.Deliveries;

/// <summary>How what is said here reaches other servers (section <c>Federation:Delivery</c>).</summary>
public sealed record DeliveryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Federation:Delivery";

    /// <summary>Requests under way at once, to all hosts together.</summary>
    public int Concurrency { get; init; } = 512;

    /// <summary>Requests under way at once to one host that answers; a host not heard from yet gets one.</summary>
    public int ConnectionsPerHost { get; init; } = 4;

    /// <summary>Hosts that one node serves at once.</summary>
    public int HostsPerNode { get; init; } = 1024;

    /// <summary>How long a node that is killed keeps its hosts from others.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after its first failure a host is tried again; it doubles with each further one.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time between two tries.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(12);

    /// <summary>After how long without an answer a host's queue is dropped.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Tries of one activity that a host answers with an error while it takes others.</summary>
    public int Tries { get; init; } = 8;

    /// <summary>How long the bytes and the count of a delivered activity are kept.</summary>
    public TimeSpan KeepReports { get; init; } = TimeSpan.FromDays(30);
}
