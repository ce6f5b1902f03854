using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;

namespace Fediprofs.MastodonApi;

/// <summary>Mastodon's client API, with questions beside it under <c>/api/fediprofs</c>.</summary>
public static class MastodonApiRim
{
    /// <summary>Registers renderers and endpoints.</summary>
    public static IServiceCollection AddMastodonApi(this IServiceCollection services) => services
        .AddSingleton<AccountParts>()
        .AddSingleton<CredentialParts>()
        .AddSingleton<AuthorParts>()
        .AddSingleton<AuthorPages>()
        .AddSingleton<StatusParts>()
        .AddSingleton<StatusEntities>()
        .AddSingleton<BoostParts>()
        .AddSingleton<ReaderMarks>()
        .AddSingleton<ReaderBlockers>()
        .AddSingleton<RenderedChanges>()
        .AddChangeReader<RenderedChangesReader>()
        .AddSingleton<AccountRenderer>()
        .AddSingleton<StatusRenderer>()
        .AddSingleton<StatusAccess>()
        .AddSingleton<Accounts>()
        .AddSingleton<Credentials>()
        .AddSingleton<Relationships>()
        .AddSingleton<Statuses>()
        .AddSingleton<StatusActions>()
        .AddSingleton<Timelines>()
        .AddSingleton<Notifications>()
        .AddSingleton<Search>()
        .AddSingleton<Questions>()
        .AddSingleton<Instances>();

    /// <summary>Answers browsers of other origins; before what finds out who sends a request.</summary>
    public static IApplicationBuilder UseMastodonApi(this IApplicationBuilder app) => app.UseMiddleware<CrossOrigin>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapMastodonApi(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var api = new ApiMap(endpoints, services.GetRequiredService<AccountParts>(), services.GetRequiredService<ILoggerFactory>().CreateLogger("Fediprofs.MastodonApi"));
        services.GetRequiredService<Accounts>().Map(api);
        services.GetRequiredService<Credentials>().Map(api);
        services.GetRequiredService<Relationships>().Map(api);
        services.GetRequiredService<Statuses>().Map(api);
        services.GetRequiredService<StatusActions>().Map(api);
        services.GetRequiredService<Timelines>().Map(api);
        services.GetRequiredService<Notifications>().Map(api);
        services.GetRequiredService<Search>().Map(api);
        services.GetRequiredService<Questions>().Map(api);
        services.GetRequiredService<Instances>().Map(api);
        MissingPictures.Map(endpoints);
        endpoints.Map("/api/{**path}", http => http.ErrorAsync(StatusCodes.Status404NotFound, "Not found"));
    }
}
