using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Web.Posts;

/// <summary>Actors as pages name them, and where they and their posts are shown here.</summary>
public sealed class AuthorViews(InstanceUris uris, CurriculumCatalogue curriculum)
{
    /// <summary>An actor as the author of something.</summary>
    public AuthorView Of(ActorRow actor) => new(
        NameOf(actor), HandleOf(actor), PageOf(actor), actor.AvatarUrl, curriculum.Role(actor.TeachingRole)?.Label(Language.Current));

    /// <summary>With both its @.</summary>
    public string HandleOf(ActorRow actor) => $"@{actor.Username}@{(actor.Domain.Length == 0 ? uris.Domain : actor.Domain)}";

    /// <summary>The display name, or the handle where there is none.</summary>
    public static string NameOf(ActorRow actor) => actor.DisplayName.Trim() is { Length: > 0 } name ? name : actor.Username;

    /// <summary>The profile here.</summary>
    public static string PageOf(ActorRow actor) => "/@" + actor.Acct;

    /// <summary>The page of a post here.</summary>
    public static string PageOf(PostRow post, ActorRow author) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/@{author.Acct}/{post.Id}");
}
