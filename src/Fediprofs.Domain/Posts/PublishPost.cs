using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>A local person wants to publish a post.</summary>
/// <param name="Author">The author's actor id.</param>
/// <param name="Text">Plain text.</param>
public sealed record PublishPost(long Author, string Text)
{
    /// <summary>Who may see it.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>Content warning.</summary>
    public string Spoiler { get; init; } = "";

    /// <summary>Media hidden at first.</summary>
    public bool Sensitive { get; init; }

    /// <summary>BCP 47; null: the account's.</summary>
    public string? Language { get; init; }

    /// <summary>The post it answers.</summary>
    public long? InReplyTo { get; init; }

    /// <summary>The application it was written with.</summary>
    public string? Application { get; init; }

    /// <summary>The same key gives the same post again (at least an hour long).</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Title, subjects and levels, when it is a question.</summary>
    public QuestionAsked? Question { get; init; }
}

/// <summary>Publishes local posts: gathers, decides, commits.</summary>
public sealed class PostPublishing(Commit commit, ActorLookup actors, PostLookup posts, PostText texts, LocalPostRow rows, PostAccess access, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Whether the post may be published, and as what. Pure.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="author">The author.</param>
    /// <param name="parent">The post it answers, visible to the author; null when it answers none.</param>
    /// <param name="text">The composed text.</param>
    /// <param name="id">The post's id.</param>
    public static Outcome<PostPublished> Decide(PublishPost command, ActorRow author, PostRow? parent, ComposedText text, long id)
    {
        if (author.SuspendedAt is not null || author.DeletedAt is not null)
        {
            return Refusal.Suspended;
        }

        if (command.InReplyTo is not null && parent is null)
        {
            return Refusal.ParentNotFound;
        }

        if (PostText.Check(command.Text) is { } refusal && !(refusal == Refusal.TextMissing && command.Question is not null))
        {
            return refusal;
        }

        // An answer to a named or followers' circle stays within it.
        var visibility = parent is null ? command.Visibility : (Visibility)Math.Max((int)command.Visibility, (int)Narrowest(parent.Visibility));
        return new PostPublished
        {
            Post = id,
            Author = author.Id,
            Visibility = visibility,
            Source = text.Source,
            Content = text.Content,
            Spoiler = command.Spoiler.Trim(),
            Sensitive = command.Sensitive || command.Spoiler.Trim().Length > 0,
            Language = command.Language,
            InReplyToUri = parent?.Uri,
            TagNames = text.TagNames,
            MentionUris = [.. text.Mentioned.Select(a => a.Uri)],
            IsAnswer = parent?.IsQuestion == true && parent.Author != author.Id,
            Application = command.Application,
        };
    }

    /// <summary>Publishes it; answers its row.</summary>
    public async Task<Outcome<PostRow>> HandleAsync(PublishPost command, CancellationToken cancel)
    {
        var author = await actors.ByIdAsync(command.Author, cancel);
        if (author is null)
        {
            return Refusal.NotFound;
        }

        var parent = command.InReplyTo is { } wanted ? await access.VisibleAsync(author.Id, wanted, cancel) : null;
        var text = await texts.ComposeAsync(command.Text, cancel);
        var id = ids.Next();
        var decided = Decide(command, author, parent, text, id);
        if (decided.Refused)
        {
            return decided.Refusal!.Value;
        }

        List<long> locks = [UriKey.LockOf(uris.Post(id))];
        if (parent is not null)
        {
            locks.Add(UriKey.LockOf(parent.Uri));
        }

        if (command.IdempotencyKey is not null)
        {
            locks.Add(UriKey.LockOf($"idempotency {command.Author} {command.IdempotencyKey}"));
        }

        var published = await commit.RunAsync<PostRow?>(locks, unit => WriteAsync(unit, command, author, decided.Value, text, cancel), cancel);
        if (published.Refused)
        {
            return published.Refusal!.Value;
        }

        return await posts.ByIdAsync(published.Value!.Id, cancel) is { } row ? row : Refusal.NotFound;
    }

    private async Task<Outcome<PostRow?>> WriteAsync(UnitOfWork unit, PublishPost command, ActorRow author, PostPublished published, ComposedText text, CancellationToken cancel)
    {
        if (command.IdempotencyKey is not null)
        {
            await using var known = unit.Writing.Command("select post from idempotency where account = $1 and key = $2", author.Id, command.IdempotencyKey);
            if (await known.ExecuteScalarAsync(cancel) is long before && await PostLookup.ByIdAsync(unit.Writing, before, cancel) is { } same)
            {
                return same;
            }

            await unit.Writing.ExecuteAsync(
                "insert into idempotency (account, key, post, at) values ($1, $2, $3, $4) on conflict (account, key) do update set post = excluded.post, at = excluded.at",
                cancel, author.Id, command.IdempotencyKey, published.Post, unit.Now);
        }

        var stream = LocalPost.StreamOf(published.Post);
        var state = LocalPostFold.Next(null, stream, published, unit.Now)!;
        if (command.Question is { } question)
        {
            unit.Start(stream, published, question);
            state = LocalPostFold.Next(state, stream, question, unit.Now)!;
        }
        else
        {
            unit.Start(stream, published);
        }

        var row = rows.From(state, author, text.Mentioned.ToDictionary(a => a.Uri, StringComparer.Ordinal));
        unit.Want(new PostAdded(row));
        unit.Send(new(ids.Next(), OutgoingKind.Create, author.Id, row.Id, $"{row.Uri}/activity"));
        return row;
    }

    private static Visibility Narrowest(Visibility parent) => parent >= Visibility.Followers ? parent : Visibility.Public;
}
