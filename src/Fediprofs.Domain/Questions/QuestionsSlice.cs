using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Questions;

/// <summary>Registers the slice.</summary>
public static class QuestionsSlice
{
    /// <summary>Adds asking, keeping and closing, and how far questions were carried.</summary>
    public static IServiceCollection AddQuestions(this IServiceCollection services) => services
        .AddSingleton<Asking>()
        .AddSingleton<AnswerKeeping>()
        .AddSingleton<Closing>()
        .AddChangeReader<AnswerRelease>()
        .AddSingleton<Reach>();
}
