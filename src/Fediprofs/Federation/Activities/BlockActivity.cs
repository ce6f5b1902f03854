using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody blocks a local person, who is not told.</summary>
internal static partial class BlockActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        var block = (Block)incoming.Activity;
        touched.Own(block.Id);
        touched.ChangedActor(block.Object.Id);
    }

    public static Receipt Receive(Reception reception)
    {
        var block = (Block)reception.Incoming.Activity;
        return reception.LocalPerson(block.Object.Id) is { } target
            ? new Receipt.Applied(new BlockSet(reception.Signer.Id, target.Id, reception.Ids.Next(), reception.OwnId(block.Id), reception.At))
            : new Receipt.Ignored("blocks nobody here");
    }

    public static Receipt Undo(Block block, Reception reception)
    {
        var target = reception.Known.Actor(block.Object.Id);
        var id = reception.OwnId(block.Id);
        return target is null && id is null
            ? new Receipt.Ignored("undoes a block of nobody here")
            : new Receipt.Applied(new BlockEnded(reception.Signer.Id, target?.Id, id));
    }
}
