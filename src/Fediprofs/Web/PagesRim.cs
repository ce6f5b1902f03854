using Fediprofs.Domain.Curriculum;
using Fediprofs.Web.Errors;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fediprofs.Web;

/// <summary>The pages' rim: what a host registers and maps to have pages at all. Areas add their own pages to <see cref="MapPages"/>.</summary>
public static class PagesRim
{
    /// <summary>Registers the frame: components, texts, forms, error pages.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configuration">Section <c>Web</c> has the pages' settings.</param>
    /// <param name="domain">The instance's domain: cookies are named by it.</param>
    /// <param name="insecureImages">Whether peers in development serve their images over plain HTTP.</param>
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration, string domain, bool insecureImages = false)
    {
        services.AddOptions<WebOptions>().Bind(configuration.GetSection("Web")).ValidateDataAnnotations()
            .Validate(o => TimeZoneInfo.TryFindSystemTimeZoneById(o.TimeZone, out _), "Web:TimeZone must be an IANA name, for example Web:TimeZone=Europe/Paris")
            .ValidateOnStart();
        services.AddRazorComponents();
        services.AddLocalization();
        services.TryAddSingleton(_ => CurriculumCatalogue.Load());
        services.AddSingleton<AssetFiles>();
        services.AddSingleton<Moments>();
        services.AddSingleton(new SecurityHeaders(insecureImages));
        services.AddScoped<Texts>();

        // Two instances on one machine share cookies (RFC 6265 §8.5: ports do not isolate), so each has a name of its own.
        var instance = string.Concat(domain.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "fediprofs-form-" + instance;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true; // frame-ancestors says it.
        });
        services.AddExceptionHandler<ErrorPages>();
        services.AddProblemDetails();
        return services;
    }

    /// <summary>The frame's middleware: before authentication, so that a refusal has its headers and its page too.</summary>
    public static IApplicationBuilder UseWeb(this IApplicationBuilder app)
    {
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseExceptionHandler();
        app.UseMiddleware<LanguageMiddleware>();
        app.UseStatusCodePages(ErrorPages.Fill);
        return app;
    }

    /// <summary>Maps what the frame itself serves: style sheet and images.</summary>
    public static void MapWeb(this IEndpointRouteBuilder endpoints) =>
        endpoints.ServiceProvider.GetRequiredService<AssetFiles>().Map(endpoints);

    /// <summary>A group for pages: the visitor's language is chosen for what is mapped in it.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGroup("").WithMetadata(new PageEndpoint()).ExcludeFromDescription();
}

/// <summary>Marks an endpoint that answers with a page, in the visitor's language.</summary>
public sealed record PageEndpoint;
