using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>Finds what is undone and hands over to its file.</summary>
internal static partial class UndoActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        var undo = (Undo)incoming.Activity;
        touched.Act(undo.Object.Id);
        switch (undo.Undone)
        {
            case Follow follow:
                touched.ChangedActor(follow.Object.Id);
                break;
            case Block block:
                touched.ChangedActor(block.Object.Id);
                break;
            case Like like:
                touched.Post(like.Object.Id);
                break;
            case Announce announce:
                touched.Post(AnnounceActivity.PostOf(announce));
                break;
            case ChooseAnswer choice:
                touched.Post(choice.Object.Id);
                touched.Whole(choice.QuestionId);
                break;
        }
    }

    public static Receipt Receive(Reception reception)
    {
        var undo = (Undo)reception.Incoming.Activity;
        var undone = undo.Undone;
        if (undone is not null && !string.Equals(undone.ActorId, reception.Signer.Uri, StringComparison.Ordinal))
        {
            return new Receipt.Refused("undoes what another did");
        }

        return undone switch
        {
            Follow follow => FollowActivity.Undo(follow, reception),
            Like like => LikeActivity.Undo(like, reception),
            Announce announce => AnnounceActivity.Undo(announce, reception),
            Block block => BlockActivity.Undo(block, reception),
            ChooseAnswer choice => ChooseAnswerActivity.Undo(choice, reception),
            _ => ById(undo.Object.Id, reception),
        };
    }

    // Pleroma names what it undoes by its id alone: what that was is remembered. What never came may not come later.
    private static Receipt ById(string? id, Reception reception)
    {
        if (reception.OwnId(id) is not { } own)
        {
            return new Receipt.Refused("undoes an id of another host");
        }

        if (reception.Known.Act(own) is not { } act)
        {
            return new Receipt.Applied(new TombstoneSet(own));
        }

        if (act.Actor != reception.Signer.Id)
        {
            return new Receipt.Refused("undoes what another did");
        }

        return new Receipt.Applied(act.Kind switch
        {
            ActKind.Follow => new FollowEnded(act.Actor, act.Object, act.Actor, own),
            ActKind.Block => new BlockEnded(act.Actor, act.Object, own),
            ActKind.Boost => new ReactionRemoved(act.Actor, act.Object, ReactionKind.Boost, own),
            _ => new ReactionRemoved(act.Actor, act.Object, ReactionKind.Favourite, own),
        });
    }
}
