namespace Fediprofs.ActivityPub.Html;

/// <summary>The <c>rel</c> of every link that is shown: what others sent matters only in that it may mark a hashtag.</summary>
internal static class LinkRelations
{
    public const string Plain = "nofollow noopener";
    public const string Tag = "tag nofollow noopener";

    public static string For(ReadOnlySpan<char> sent)
    {
        foreach (var token in sent.Split(' '))
        {
            if (sent[token].Equals("tag", StringComparison.OrdinalIgnoreCase))
            {
                return Tag;
            }
        }

        return Plain;
    }
}
