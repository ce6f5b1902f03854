using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>One type of activity that this server understands.</summary>
/// <param name="Name">As on the wire.</param>
/// <param name="File">The file that is all there is to know about it.</param>
/// <param name="In">What receiving it does.</param>
/// <param name="Out">When we send it.</param>
/// <param name="Touch">Names what it needs.</param>
/// <param name="Receive">Decides.</param>
public sealed record ActivityType(
    string Name, string File, string In, string Out, Action<Incoming, Touched, InstanceUris> Touch, Func<Reception, Receipt> Receive);

/// <summary>Every type on one page. What is not here is accepted and ignored.</summary>
public static class ActivityTypes
{
    /// <summary>The index.</summary>
    public static IReadOnlyList<ActivityType> All { get; } =
    [
        new("Follow", "FollowActivity.cs", "a follow of a local person, accepted at once or asked for", "a local person follows somebody elsewhere", FollowActivity.Touch, FollowActivity.Receive),
        new("Accept", "AcceptActivity.cs", "our follow is in force", "a follow of a local person is accepted", AcceptActivity.Touch, AcceptActivity.Receive),
        new("Reject", "RejectActivity.cs", "our follow ends", "a follow of a local person is rejected or ended", RejectActivity.Touch, RejectActivity.Receive),
        new("Undo", "UndoActivity.cs", "a follow, boost, favourite, block or kept answer is taken back", "the same by a local person", UndoActivity.Touch, UndoActivity.Receive),
        new("Create", "CreateActivity.cs", "a post, question or answer", "a local person publishes", CreateActivity.Touch, CreateActivity.Receive),
        new("Update", "UpdateActivity.cs", "an edit, a silent change of a question or poll, a profile", "a local person edits, keeps an answer, closes, changes the profile", UpdateActivity.Touch, UpdateActivity.Receive),
        new("Delete", "DeleteActivity.cs", "a post or an actor is gone for ever", "a local person deletes a post or the account", DeleteActivity.Touch, DeleteActivity.Receive),
        new("Announce", "AnnounceActivity.cs", "a boost; from a group, a post passed on", "a local person boosts", AnnounceActivity.Touch, AnnounceActivity.Receive),
        new("Like", "LikeActivity.cs", "a favourite", "a local person favourites", LikeActivity.Touch, LikeActivity.Receive),
        new("EmojiReact", "LikeActivity.cs", "counts as a favourite", "never", LikeActivity.Touch, LikeActivity.Receive),
        new("Block", "BlockActivity.cs", "a block of a local person; follows end both ways", "a local person blocks somebody elsewhere", BlockActivity.Touch, BlockActivity.Receive),
        new("ChooseAnswer", "ChooseAnswerActivity.cs", "the asker keeps an answer", "a local asker keeps an answer", ChooseAnswerActivity.Touch, ChooseAnswerActivity.Receive),
    ];

    /// <summary>The type of an activity; null when it is not understood.</summary>
    public static ActivityType? Of(Activity activity) => activity switch
    {
        Follow => All[0],
        Accept => All[1],
        Reject => All[2],
        Undo => All[3],
        Create => All[4],
        Update => All[5],
        Delete => All[6],
        Announce => All[7],
        Like => All[8],
        UnknownActivity { Type: "EmojiReact", Object: not null } => All[9],
        Block => All[10],
        ChooseAnswer => All[11],
        _ => null,
    };

    /// <summary>Decides about any activity.</summary>
    public static Receipt Receive(Reception reception)
    {
        if (reception.Signer.Gone)
        {
            return new Receipt.Ignored("its actor is gone");
        }

        return Of(reception.Incoming.Activity) is { } type
            ? type.Receive(reception)
            : new Receipt.Ignored($"{reception.Incoming.Activity.Type} is not understood here");
    }
}
