using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Outbox;

/// <summary>What the outbox logs: no texts of people.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox broke and starts again")]
    public static partial void LoopBroke(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Kind} of outgoing row {Id} could not be made; it is dropped")]
    public static partial void NotMade(ILogger logger, OutgoingKind kind, long id, Exception exception);
}
