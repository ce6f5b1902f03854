using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Documents;

/// <summary>
/// One instance answers for its own names only: the domain of its handles and the authority of its addresses. A request for
/// another name, for another instance in the same process perhaps, gets 421 (RFC 9110 §15.5.20).
/// </summary>
public static class HostGuard
{
    /// <summary>Refuses other names. After the forwarded headers are applied, before everything else.</summary>
    public static IApplicationBuilder UseHostGuard(this IApplicationBuilder app)
    {
        var uris = app.ApplicationServices.GetRequiredService<InstanceUris>();
        var authority = new Uri(uris.PublicUrl);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            uris.Domain,
            authority.Authority,
            authority.IsDefaultPort ? $"{authority.Host}:{authority.Port}" : authority.Authority,
        };
        return app.Use((context, next) =>
        {
            if (names.Contains(context.Request.Host.Value ?? ""))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
    }
}
