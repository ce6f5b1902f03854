namespace Fediprofs.Web.Posts;

/// <summary>A page of posts.</summary>
/// <param name="Posts">The posts.</param>
/// <param name="Here">Address of this very page, to which the forms under the posts lead back.</param>
/// <param name="Newer">Address of the newer page, or null.</param>
/// <param name="Older">Address of the older page, or null.</param>
public sealed record PostListView(IReadOnlyList<PostView> Posts, string Here, string? Newer, string? Older);
