using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;

namespace Fediprofs.Domain.Questions;

/// <summary>A local person asks a question.</summary>
/// <param name="Author">Who asks.</param>
/// <param name="Title">Plain text, at most 200 characters.</param>
/// <param name="Text">Plain text; may be empty.</param>
public sealed record AskQuestion(long Author, string Title, string Text)
{
    /// <summary>Curriculum keys.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Curriculum keys.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Who may see it.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>Content warning.</summary>
    public string Spoiler { get; init; } = "";

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>The application it was written with.</summary>
    public string? Application { get; init; }

    /// <summary>The same key gives the same question again.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Asks questions: a question is a post with a title, subjects and levels.</summary>
public sealed class Asking(PostPublishing publishing, CurriculumCatalogue curriculum)
{
    /// <summary>Whether it may be asked, and as what. Pure.</summary>
    public static Outcome<QuestionAsked> Decide(AskQuestion command, CurriculumCatalogue curriculum)
    {
        var title = command.Title.Trim();
        if (title.Length == 0)
        {
            return Refusal.TitleMissing;
        }

        if (title.Length > PostText.LongestTitle)
        {
            return Refusal.TitleTooLong;
        }

        if (command.Subjects.Any(s => curriculum.Subject(s) is null) || command.Levels.Any(l => curriculum.Level(l) is null))
        {
            return Refusal.UnknownSubjectOrLevel;
        }

        return new QuestionAsked
        {
            Title = title,
            Subjects = [.. command.Subjects.Distinct()],
            Levels = [.. command.Levels.Distinct()],
        };
    }

    /// <summary>Asks it; answers its row.</summary>
    public async Task<Outcome<PostRow>> HandleAsync(AskQuestion command, CancellationToken cancel)
    {
        var decided = Decide(command, curriculum);
        if (decided.Refused)
        {
            return decided.Refusal!.Value;
        }

        return await publishing.HandleAsync(
            new PublishPost(command.Author, command.Text)
            {
                Visibility = command.Visibility,
                Spoiler = command.Spoiler,
                Language = command.Language,
                Application = command.Application,
                IdempotencyKey = command.IdempotencyKey,
                Question = decided.Value,
            },
            cancel);
    }
}
