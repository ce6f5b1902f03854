using Fediprofs.Domain;
using Fediprofs.Web.Layout;

namespace Fediprofs.Web.Reading;

/// <summary>Refusals as sentences in the reader's language: each has a text under <c>refusal.</c> and its name.</summary>
internal static class Refusals
{
    /// <summary>The key of its text.</summary>
    public static string KeyOf(Refusal refusal) => "refusal." + char.ToLowerInvariant(refusal.ToString()[0]) + refusal.ToString()[1..];

    /// <summary>The field of a form that a refusal is about; <paramref name="otherwise"/> where it is about the whole.</summary>
    public static string FieldOf(Refusal refusal, string otherwise = "text") => refusal switch
    {
        Refusal.TitleMissing or Refusal.TitleTooLong => "title",
        Refusal.UnknownSubjectOrLevel => "subjects",
        Refusal.NotBoostable => "audience",
        _ => otherwise,
    };

    /// <summary>The refusal at its field.</summary>
    public static Dictionary<string, string> At(Texts texts, Refusal refusal, string otherwise = "text") =>
        new() { [FieldOf(refusal, otherwise)] = texts[KeyOf(refusal)] };

    /// <summary>Says on the next page that something was done, or why not.</summary>
    public static void Say(HttpContext context, Refusal? refusal, string done)
    {
        if (refusal is { } reason)
        {
            Flash.Say(context, NoticeKind.Refusal, KeyOf(reason));
        }
        else
        {
            Flash.Say(context, NoticeKind.Done, done);
        }
    }
}
