using Npgsql;

namespace Fediprofs.Domain.Posts;

/// <summary>Posts as one reader may see them.</summary>
public sealed class PostAccess(NpgsqlDataSource database)
{
    /// <summary>A post, if this reader may see it. Index: posts_pkey.</summary>
    /// <param name="viewer">The reader's actor id; <see cref="VisibleTo.Anyone"/> for nobody.</param>
    /// <param name="post">Snowflake.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<PostRow?> VisibleAsync(long viewer, long post, CancellationToken cancel) =>
        (await VisibleAsync(viewer, [post], cancel)).FirstOrDefault();

    /// <summary>Those of the posts that this reader may see, in one query.</summary>
    public async Task<List<PostRow>> VisibleAsync(long viewer, IReadOnlyCollection<long> posts, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {PostReader.Columns} from posts p where p.id = any($2) and {VisibleTo.Sql("$1", "p")}");
        command.Parameters.Add(new() { Value = viewer });
        command.Parameters.Add(new() { Value = posts.Distinct().ToArray() });
        return await PostReader.AllAsync(command, cancel);
    }
}
