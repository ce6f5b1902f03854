namespace Fediprofs.Domain.Posts;

/// <summary>
/// Who may read a post, as one SQL condition for every reader: public and unlisted posts by everyone, followers-only posts by
/// accepted followers and those addressed, direct posts by those addressed; one's own always. Nobody else reads an author who
/// is suspended or gone, nor one who has blocked the reader.
/// </summary>
public static class VisibleTo
{
    /// <summary>The viewer's number for somebody who is not signed in: no actor has it.</summary>
    public const long Anyone = 0;

    /// <summary>The condition, in parentheses, without aliases that a query would use itself.</summary>
    /// <param name="viewerParameter">A bigint expression for the viewer's actor id, such as <c>$1</c>; <see cref="Anyone"/> for nobody.</param>
    /// <param name="postAlias">The alias of <c>posts</c> in the query.</param>
    public static string Sql(string viewerParameter, string postAlias) =>
        $"""
        ({postAlias}.author = {viewerParameter} or (
            exists (select 1 from actors va where va.id = {postAlias}.author and va.suspended_at is null and va.deleted_at is null)
            and not exists (select 1 from blocks vb where vb.actor = {postAlias}.author and vb.target = {viewerParameter})
            and ({postAlias}.visibility <= {(int)Visibility.Unlisted}
                or ({postAlias}.visibility = {(int)Visibility.Followers}
                    and exists (select 1 from follows vf where vf.follower = {viewerParameter} and vf.followed = {postAlias}.author and vf.state = 1))
                or exists (select 1 from post_mentions vm where vm.post = {postAlias}.id and vm.actor = {viewerParameter}))))
        """;
}
