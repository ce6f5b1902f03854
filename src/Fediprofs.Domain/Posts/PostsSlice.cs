using Fediprofs.Domain.Storage;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Posts;

/// <summary>Registers the slice: events under fixed names, the fold, the row writers, the commands.</summary>
public static class PostsSlice
{
    /// <summary>Adds posts.</summary>
    public static IServiceCollection AddPosts(this IServiceCollection services) => services
        .AddSingleton<IStoreContribution, PostEvents>()
        .AddSingleton<PostLookup>()
        .AddSingleton<PostAccess>()
        .AddSingleton<PostText>()
        .AddSingleton<LocalPostRow>()
        .AddSingleton<LocalPostWriting>()
        .AddSingleton<PostPublishing>()
        .AddSingleton<PostEditing>()
        .AddSingleton<PostDeletion>()
        .AddErased(PostColumns.All)
        .AddSingleton<IEraser, MentionEraser>()
        .AddSingleton<IRebuild, PostRebuild>()
        .AddSingleton<IRecount, PostRecount>()
        .AddSingleton<IRowWriter, Tombstones>()
        .AddSingleton<IRowWriter, PostAdditions>()
        .AddSingleton<IRowWriter, PostRevisions>()
        .AddSingleton<IRowWriter, PostRemovals>();

    private sealed class PostEvents : IStoreContribution
    {
        public void Contribute(StoreOptions options)
        {
            options.Events.MapEventType<PostPublished>("post_published");
            options.Events.MapEventType<PostEdited>("post_edited");
            options.Events.MapEventType<PostDeleted>("post_deleted");
            options.Events.MapEventType<QuestionAsked>("question_asked");
            options.Events.MapEventType<AnswerKept>("answer_kept");
            options.Events.MapEventType<AnswerReleased>("answer_released");
            options.Events.MapEventType<QuestionClosed>("question_closed");
            options.Events.MapEventType<QuestionReopened>("question_reopened");
            options.Projections.Add(new LocalPostFold(), ProjectionLifecycle.Live);
        }
    }
}
