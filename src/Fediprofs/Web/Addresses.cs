namespace Fediprofs.Web;

/// <summary>The pages' fixed addresses, so that no link names a path by itself.</summary>
public static class Addresses
{
    /// <summary>Home of the instance, for everybody.</summary>
    public const string Home = "/";

    /// <summary>The signed-in person's home timeline.</summary>
    public const string Timeline = "/home";

    /// <summary>Where a question is asked.</summary>
    public const string Ask = "/ask";

    /// <summary>The signed-in person's notifications.</summary>
    public const string Notifications = "/notifications";

    /// <summary>Where somebody is followed by address.</summary>
    public const string Follow = "/follow";

    /// <summary>Sign-in.</summary>
    public const string SignIn = "/sign-in";

    /// <summary>Sign-out, by POST.</summary>
    public const string SignOut = "/sign-out";
}
