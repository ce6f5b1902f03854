using Fediprofs.Web.Consent;
using Fediprofs.Web.Instance;
using Fediprofs.Web.Notifications;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Profiles;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;
using Fediprofs.Web.Settings;
using Fediprofs.Web.SignIn;
using Fediprofs.Web.Tags;
using Fediprofs.Web.Timelines;

namespace Fediprofs.Web;

/// <summary>The areas of the pages, each named once.</summary>
public static class WebPages
{
    /// <summary>Registers what turns rows into views. The frame itself is <see cref="PagesRim.AddWeb"/>'s.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .Configure<RouteOptions>(o => o.SetParameterPolicy<HandleSegment>(HandleSegment.Name))
        .AddSingleton<AuthorViews>()
        .AddSingleton<TopicLinks>()
        .AddSingleton<ProfileViews>()
        .AddSingleton<ActorAddresses>()
        .AddScoped<PostViews>()
        .AddScoped<ThreadReading>();

    /// <summary>Puts into the pipeline who reads a page; after authentication.</summary>
    public static IApplicationBuilder UsePages(this IApplicationBuilder app) => app.UseMiddleware<ReaderMiddleware>().UseAntiforgery();

    /// <summary>Maps every page.</summary>
    public static void MapWebPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapPages();
        var signedIn = pages.SignedIn();
        pages.MapSignIn().MapConsent();
        InstancePages.Map(pages);
        QuestionPages.Map(pages, signedIn);
        ThreadPages.Map(pages, signedIn);
        PostForms.Map(signedIn);
        OwnPostPages.Map(signedIn);
        TagPages.Map(pages);
        ProfilePages.Map(pages);
        PeoplePages.Map(signedIn);
        TimelinePages.Map(signedIn);
        NotificationPages.Map(signedIn);
        ProfileSettingsPages.Map(signedIn);
    }
}
