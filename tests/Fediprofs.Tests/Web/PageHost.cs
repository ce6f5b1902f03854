using Fediprofs.Federation.Documents;
using Fediprofs.Web;
using Fediprofs.Web.Errors;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Profiles;
using Fediprofs.Web.Questions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Tests.Web;

/// <summary>A real host with the pages' frame and one page a component, on a port of its own.</summary>
public sealed class PageHost : IAsyncLifetime
{
    private WebApplication app = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Address => app.Urls.First();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(new InstanceSettings { Domain = "profs.ac-lyon.example", PublicUrl = "https://profs.ac-lyon.example", Name = "Profs de Lyon" });
        builder.Services.AddWeb(builder.Configuration, "profs.ac-lyon.example");
        app = builder.Build();
        app.UseWeb();
        app.UseAntiforgery();
        app.MapWeb();
        app.MapVocabulary();
        var pages = app.MapPages();
        pages.MapGet("/thread", (HttpContext c) => Page<Fediprofs.Web.Posts.Thread>(c, "Un outil de lecture", new()
        {
            ["View"] = Samples.Thread,
            ["Form"] = (RenderFragment)(b => Open<AnswerForm>(b, new() { ["Form"] = new AnswerFormView("/posts/1/answers", "Claire Morel") })),
        }));
        pages.MapGet("/card", (HttpContext c) => Page<PostCard>(c, "Carte", new() { ["Post"] = Samples.Question, ["HeadingLevel"] = 1 }));
        pages.MapGet("/profile", (HttpContext c) => Page<ProfileHeader>(c, "Claire Morel", new() { ["Profile"] = Samples.Profile }));
        pages.MapGet("/ask", (HttpContext c) => Page<Titled>(c, "Poser une question", new()
        {
            ["Body"] = (RenderFragment)(b => Open<QuestionForm>(b, new() { ["Form"] = Samples.Form(c.Request.Query.ContainsKey("wrong")) })),
        }));
        pages.MapGet("/follow", (HttpContext c) => Page<Titled>(c, "Suivre", new() { ["Body"] = (RenderFragment)(b => Open<FollowForm>(b, [])) }));
        pages.MapGet("/list", (HttpContext c) => Page<Pager>(c, "Liste", new() { ["Newer"] = "/list?min_id=9", ["Older"] = "/list?max_id=1" }));
        pages.MapGet("/reach/{people:int}/{academies:int}", (HttpContext c, int people, int academies) =>
            Page<Reach>(c, "Portée", new() { ["Of"] = new ReachView(people, academies) }));
        pages.MapPost("/sign-out", ([Microsoft.AspNetCore.Mvc.FromForm] string? returnTo) => TypedResults.NoContent());
        pages.MapGet("/did", (HttpContext c) =>
        {
            Flash.Say(c, NoticeKind.Done, "flash.asked");
            return TypedResults.Redirect("/list");
        });
        pages.MapGet("/forbidden", () => Results.StatusCode(403));
        pages.MapGet("/broken", string () => throw new InvalidOperationException("the secret reason"));
        app.MapGet("/api/broken", string () => throw new InvalidOperationException("the secret reason"));
        pages.MapGet("/consent", (HttpContext c) =>
        {
            SecurityHeaders.AllowFormRedirect(c, "https://client.example/callback?x=1");
            return Page<Pager>(c, "Consentement", []);
        });
        await app.StartAsync();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Address) };
        Client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static RazorComponentResult<Document> Page<T>(HttpContext context, string title, Dictionary<string, object?> parameters) where T : IComponent =>
        new(new Dictionary<string, object?>
        {
            ["Frame"] = PageFrame.Of(context) with
            {
                Viewer = new Viewer("Claire Morel", "/@claire", 3),
            },
            ["Head"] = new PageHead(title)
            {
                Description = "Une question qui voyage.", Canonical = "https://profs.ac-lyon.example" + context.Request.Path, Type = "article",
                JsonLd = """{"@context":"https://schema.org","@type":"QAPage","name":"</script><script>alert(1)"}""",
            },
            ["ChildContent"] = (RenderFragment)(b => Open<T>(b, parameters)),
        });

    private static void Open<T>(RenderTreeBuilder builder, Dictionary<string, object?> parameters) where T : IComponent
    {
        builder.OpenComponent<T>(0);
        builder.AddMultipleAttributes(1, parameters!);
        builder.CloseComponent();
    }

    /// <summary>A page whose component brings no heading of its own.</summary>
    private sealed class Titled : ComponentBase
    {
        [Parameter] public RenderFragment? Body { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, "<h1>Page</h1>");
            builder.AddContent(1, Body);
        }
    }
}
