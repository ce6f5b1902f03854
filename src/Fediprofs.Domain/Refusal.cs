namespace Fediprofs.Domain;

/// <summary>
/// Why something was refused: a closed list, each with a key. Refusals are values; every rim translates them in one file.
/// </summary>
public enum Refusal
{
    /// <summary>There is no such thing, or the asker may not know of it.</summary>
    NotFound,

    /// <summary>It exists and is known, but this person may not do this to it.</summary>
    NotAllowed,

    /// <summary>The text is empty.</summary>
    TextMissing,

    /// <summary>The text is longer than allowed.</summary>
    TextTooLong,

    /// <summary>A question needs a title.</summary>
    TitleMissing,

    /// <summary>The title is longer than allowed.</summary>
    TitleTooLong,

    /// <summary>The display name is longer than allowed.</summary>
    NameTooLong,

    /// <summary>A subject, level, role or académie that the curriculum does not know.</summary>
    UnknownSubjectOrLevel,

    /// <summary>The parent of an answer does not exist or is not visible.</summary>
    ParentNotFound,

    /// <summary>What is not public cannot be boosted, except one's own followers-only post by oneself.</summary>
    NotBoostable,

    /// <summary>The post is not a question.</summary>
    NotAQuestion,

    /// <summary>The post does not answer this question.</summary>
    NotAnAnswer,

    /// <summary>The question is closed.</summary>
    QuestionClosed,

    /// <summary>One of the two has blocked the other.</summary>
    Blocked,

    /// <summary>Nobody follows or blocks themselves.</summary>
    Oneself,

    /// <summary>The handle has letters that are not allowed, or is too long.</summary>
    HandleInvalid,

    /// <summary>The handle is or was somebody's: a handle is never given twice.</summary>
    HandleTaken,

    /// <summary>The e-mail address already belongs to an account.</summary>
    EmailTaken,

    /// <summary>The e-mail address is not one.</summary>
    EmailInvalid,

    /// <summary>The password is too short.</summary>
    PasswordTooShort,

    /// <summary>The account is suspended.</summary>
    Suspended,

    /// <summary>The language is not a BCP 47 tag.</summary>
    LanguageInvalid,

    /// <summary>Too many in too short a time.</summary>
    TooMany,
}

/// <summary>Either what was asked for, or the reason for which it was refused.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>What was asked for; null when refused.</summary>
    public T? Value { get; }

    /// <summary>The reason, when refused.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether it was refused.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Value))]
    public bool Refused => Refusal is not null;

    /// <summary>What was asked for.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
