using System.Globalization;
using System.Text;

namespace Fediprofs.Domain.Curriculum;

/// <summary>The form in which two hashtags are the same: no <c>#</c>, lower case, no accents. <c>#Français</c> is <c>francais</c>.</summary>
public static class FoldedHashtag
{
    /// <summary>Folds a hashtag.</summary>
    /// <param name="hashtag">With or without its <c>#</c>.</param>
    public static string Of(string hashtag)
    {
        ArgumentNullException.ThrowIfNull(hashtag);
        var folded = new StringBuilder(hashtag.Length);
        foreach (var c in hashtag.TrimStart('#', '＃').Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }
}
