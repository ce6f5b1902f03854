using System.Globalization;
using System.Security.Claims;
using Fediprofs.Domain.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.OAuth;

/// <summary>A person signed in with a browser: a cookie that names the account.</summary>
public static class Session
{
    public const string Scheme = "Session";

    /// <summary>Where a reader who is not signed in is sent.</summary>
    public const string SignInPath = "/sign-in";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // Changes with the password; a session that carries another has ended.
    private const string Stamp = "stamp";

    public static async Task SignInAsync(HttpContext context, SignInResult.Granted account)
    {
        var stamp = await StampAsync(context, account.AccountId);
        var identity = new ClaimsIdentity(Scheme, Claims.PreferredUsername, roleType: null);
        identity.AddClaim(new Claim(Claims.Subject, account.AccountId.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(Claims.PreferredUsername, account.Handle));
        identity.AddClaim(new Claim(Claims.Name, account.DisplayName));
        identity.AddClaim(new Claim(Stamp, stamp ?? ""));
        if (account.Locale is { } locale)
        {
            identity.AddClaim(new Claim(Claims.Locale, locale));
        }

        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
    }

    public static Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);

    /// <summary>The account that sends the request, by token or by session; null when it is anonymous or an application.</summary>
    public static long? AccountId(this ClaimsPrincipal user) => user switch
    {
        Tokens.TokenPrincipal caller => caller.AccountId,
        _ => long.TryParse(user.FindFirst(Claims.Subject)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
    };

    private static async Task<string?> StampAsync(HttpContext context, long account) =>
        (await context.RequestServices.GetRequiredService<Credentials>().StampAsync(account, context.RequestAborted))?.ToString("N");

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.AccountId() is not { } account
            || await StampAsync(context.HttpContext, account) is not { } stamp
            || stamp != context.Principal.FindFirst(Stamp)?.Value)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }

    internal static string CookieName(OAuthOptions options) => "fediprofs-session-" + options.CookieSuffix;

    internal sealed class Cookie(OAuthOptions oauth) : IConfigureNamedOptions<CookieAuthenticationOptions>
    {
        public void Configure(string? name, CookieAuthenticationOptions options)
        {
            if (name == Scheme)
            {
                Configure(options);
            }
        }

        public void Configure(CookieAuthenticationOptions options)
        {
            options.Cookie.Name = CookieName(oauth);
            options.Cookie.HttpOnly = true;
            options.Cookie.IsEssential = true;
            // Lax, not Strict: whoever comes from an application's site to /oauth/authorize is still signed in.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = oauth.PublicUrl.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = Lifetime;
            options.SlidingExpiration = true;
            options.LoginPath = SignInPath;
            options.ReturnUrlParameter = "return_to";
            options.Events.OnValidatePrincipal = ValidateAsync;
        }
    }
}
