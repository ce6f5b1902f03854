using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Instance;

/// <summary>What the instance says of itself.</summary>
internal static class InstancePages
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Home, HomeAsync);
        pages.MapGet(Addresses.About, async (HttpContext c, InstanceSettings settings, CurriculumCatalogue curriculum, AccountLookup accounts, Texts texts, CancellationToken cancel) =>
            c.Page<AboutPage>(new()
            {
                [nameof(AboutPage.Canonical)] = settings.PublicUrl + Addresses.About,
                [nameof(AboutPage.Host)] = await HostAsync(settings, curriculum, accounts, texts, cancel),
                [nameof(AboutPage.Description)] = settings.Description,
                [nameof(AboutPage.Contact)] = settings.Contact,
            }));
        pages.MapGet(Addresses.Accessibility, (HttpContext c, InstanceSettings settings) => c.Page<AccessibilityPage>(new()
        {
            [nameof(AccessibilityPage.Canonical)] = settings.PublicUrl + Addresses.Accessibility,
            [nameof(AccessibilityPage.Contact)] = settings.Contact,
        }));
    }

    private static async Task<IResult> HomeAsync(
        HttpContext context, InstanceSettings settings, InstanceUris uris, CurriculumCatalogue curriculum, AccountLookup accounts, QuestionTimeline questions, PostViews views, Texts texts, CancellationToken cancel)
    {
        // The first page only; further ones are those of the list of questions.
        var items = await questions.PageAsync(Reader.IdOf(context), new QuestionFilter(), new Paging(Limit: 10), cancel);
        var shown = await views.OfAsync(Reader.IdOf(context), items, cancel);
        return context.Page<HomePage>(new()
        {
            [nameof(HomePage.Head)] = new PageHead(settings.Name)
            {
                Description = settings.Description.Length > 0 ? settings.Description : texts["home.what"], Canonical = uris.PublicUrl + Addresses.Home,
            },
            [nameof(HomePage.Filter)] = QuestionPages.Filter(curriculum, null, null, null),
            [nameof(HomePage.List)] = new PostListView(shown, Addresses.Home, null, null),
            [nameof(HomePage.Host)] = await HostAsync(settings, curriculum, accounts, texts, cancel),
            [nameof(HomePage.Description)] = settings.Description,
        });
    }

    private static async Task<string> HostAsync(InstanceSettings settings, CurriculumCatalogue curriculum, AccountLookup accounts, Texts texts, CancellationToken cancel)
    {
        var (people, _) = await accounts.CountsAsync(cancel);
        var members = texts.Count("home.members", people);
        return curriculum.Academie(settings.Academie) is { } academie
            ? texts["home.hostAcademie", settings.Name, settings.Domain, academie.Label(Language.Current), members]
            : texts["home.host", settings.Name, settings.Domain, members];
    }
}
