using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>What a decision about two actors wants: a row, and what the wire is told; or nothing.</summary>
/// <param name="Row">The row change; null when everything is so already.</param>
/// <param name="Say">Our activity, where the other one is remote.</param>
public sealed record RelationshipDecision(RowChange? Row, Outgoing? Say)
{
    /// <summary>Everything is so already.</summary>
    public static RelationshipDecision Nothing { get; } = new(null, null);

    /// <summary>Adds what is wanted to a commit; answers whether anything is.</summary>
    internal bool Enter(UnitOfWork unit)
    {
        if (Row is not null)
        {
            unit.Want(Row);
        }

        if (Say is not null)
        {
            unit.Send(Say);
        }

        return Row is not null;
    }
}
