namespace Fediprofs.Federation.Sender;

/// <summary>What the sender logs: no bodies, no keys, no signatures.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Host} does not take deliveries: {Error} (failure {Failures}); next try {NextAt}")]
    public static partial void HostFails(ILogger logger, string host, string error, int failures, DateTimeOffset? nextAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Activity {Id} will not reach {Inbox}: {Error}")]
    public static partial void GivenUp(ILogger logger, long id, string inbox, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Inbox} is gone: {Count} follows from there were dropped")]
    public static partial void FollowersDropped(ILogger logger, string inbox, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A delivery to {Host} broke")]
    public static partial void PostBroke(ILogger logger, string host, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of deliveries could not be written; tried again in a second")]
    public static partial void MarksNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hosts could not be given back; their leases end by themselves")]
    public static partial void NotGivenBack(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A loop of the sender broke and starts again")]
    public static partial void LoopBroke(ILogger logger, Exception exception);
}
