using System.Diagnostics.CodeAnalysis;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Reads what was posted to an inbox.</summary>
public static class ActivityDocument
{
    /// <summary>
    /// Reads an activity out of UTF-8 JSON; never throws. Types that are not known become <see cref="UnknownActivity"/>.
    /// </summary>
    /// <param name="utf8">The body, its size already limited by the caller.</param>
    /// <param name="activity">The activity, when the result is true.</param>
    /// <param name="problem">What is wrong, for a log line, when the result is false.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Activity? activity, [NotNullWhen(false)] out string? problem)
    {
        activity = null;
        if (!WireObject.TryRead(utf8, out var document, out problem))
        {
            return false;
        }

        activity = Activity.Read(document, out problem);
        if (activity is not null)
        {
            return true;
        }

        problem ??= "no activity";
        return false;
    }
}
