using System.Globalization;

namespace Fediprofs.Web;

/// <summary>The pages' fixed addresses, so that no link names a path by itself.</summary>
public static class Addresses
{
    /// <summary>Home of the instance, for everybody.</summary>
    public const string Home = "/";

    /// <summary>The signed-in person's home timeline.</summary>
    public const string Timeline = "/home";

    /// <summary>Public questions, for everybody.</summary>
    public const string Questions = "/questions";

    /// <summary>Where a question is asked.</summary>
    public const string Ask = "/ask";

    /// <summary>The signed-in person's notifications.</summary>
    public const string Notifications = "/notifications";

    /// <summary>Posts that the signed-in person bookmarked.</summary>
    public const string Bookmarks = "/bookmarks";

    /// <summary>Where somebody is followed by address.</summary>
    public const string Follow = "/follow";

    /// <summary>Who asks to follow.</summary>
    public const string FollowRequests = "/follow-requests";

    /// <summary>The signed-in person's profile, to change it.</summary>
    public const string ProfileSettings = "/settings/profile";

    /// <summary>What this instance is, its rules, what becomes of data.</summary>
    public const string About = "/about";

    /// <summary>Accessibility statement.</summary>
    public const string Accessibility = "/accessibility";

    /// <summary>Sign-in.</summary>
    public const string SignIn = "/sign-in";

    /// <summary>Sign-out, by POST.</summary>
    public const string SignOut = "/sign-out";

    /// <summary>Something that is done to a post: <c>boost</c>, <c>boost/undo</c>, <c>edit</c> …</summary>
    public static string Post(long post, string act) => string.Create(CultureInfo.InvariantCulture, $"/posts/{post}/{act}");

    /// <summary>An answer that is kept, or released, for a question.</summary>
    public static string Keep(long question, long answer, bool undo) =>
        string.Create(CultureInfo.InvariantCulture, $"/posts/{question}/keep/{answer}{(undo ? "/undo" : "")}");

    /// <summary>Something that is done to a person: <c>follow</c>, <c>unfollow</c>, <c>block</c> …</summary>
    public static string Person(long actor, string act) => string.Create(CultureInfo.InvariantCulture, $"/people/{actor}/{act}");
}
