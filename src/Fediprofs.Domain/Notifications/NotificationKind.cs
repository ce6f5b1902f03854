namespace Fediprofs.Domain.Notifications;

/// <summary>Why somebody is told. Numbers are stored.</summary>
public enum NotificationKind
{
    /// <summary>Mentioned or answered.</summary>
    Mention = 1,

    /// <summary>Followed.</summary>
    Follow = 2,

    /// <summary>Asked to be followed.</summary>
    FollowRequest = 3,

    /// <summary>Own post boosted.</summary>
    Boost = 4,

    /// <summary>Own post favourited.</summary>
    Favourite = 5,

    /// <summary>Somebody followed with notifications posted.</summary>
    Status = 6,

    /// <summary>A boosted post was edited.</summary>
    Update = 7,

    /// <summary>Own answer kept by the asker.</summary>
    AnswerKept = 8,

    /// <summary>A question one boosted or favourited has an answer kept.</summary>
    QuestionAnswered = 9,
}
