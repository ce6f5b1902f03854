using Fediprofs.Domain.Accounts;
using Fediprofs.OAuth;
using Fediprofs.Web.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fediprofs.Web.SignIn;

/// <summary>Sign-in and sign-out.</summary>
public static class SignInPages
{
    /// <summary>Maps them into the group for pages.</summary>
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.SignIn, (HttpContext context, string? return_to) => Page(context, Local(return_to), "", []));
        pages.MapPost(Addresses.SignIn, SignInAsync);
        pages.MapPost(Addresses.SignOut, SignOutAsync);
        return pages;
    }

    /// <summary>The address of the sign-in page that leads back to an address of this instance.</summary>
    public static string Towards(string returnTo) =>
        Addresses.SignIn + QueryString.Create("return_to", returnTo);

    private static async Task<IResult> SignInAsync(
        HttpContext context, IPasswordCheck passwords, IAntiforgery antiforgery, Texts texts, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var returnTo = Local(form["return_to"]);
        var handle = form["handle"].ToString().Trim();
        var password = form["password"].ToString();
        var errors = new Dictionary<string, string>();
        if (handle.Length == 0)
        {
            errors["handle"] = texts["signIn.handle.missing"];
        }

        if (password.Length == 0)
        {
            errors["password"] = texts["signIn.password.missing"];
        }

        if (errors.Count > 0)
        {
            return Page(context, returnTo, handle, errors);
        }

        switch (await passwords.CheckAsync(handle, password, cancellationToken))
        {
            case SignInResult.Granted account:
                await Session.SignInAsync(context, account);
                return TypedResults.LocalRedirect(returnTo);
            case SignInResult.Refused { Reason: var reason }:
                errors["handle"] = texts[reason switch
                {
                    SignInRefusal.LockedOut => "signIn.refused.lockedOut",
                    SignInRefusal.Suspended => "signIn.refused.suspended",
                    SignInRefusal.Unconfirmed => "signIn.refused.unconfirmed",
                    _ => "signIn.refused.wrong",
                }];
                return Page(context, returnTo, handle, errors);
            default:
                throw new InvalidOperationException("A sign-in is granted or refused.");
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        await Session.SignOutAsync(context);
        Flash.Say(context, NoticeKind.Done, "flash.signedOut");
        return TypedResults.LocalRedirect(Addresses.Home);
    }

    private static RazorComponentResult<SignInPage> Page(HttpContext context, string returnTo, string handle, Dictionary<string, string> errors) =>
        new(new Dictionary<string, object?>
        {
            [nameof(SignInPage.Frame)] = PageFrame.Of(context),
            [nameof(SignInPage.ReturnTo)] = returnTo,
            [nameof(SignInPage.Handle)] = handle,
            [nameof(SignInPage.Errors)] = errors,
        })
        { StatusCode = errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };

    // Only a path of ours: "//elsewhere" and "/\elsewhere" are other hosts to a browser.
    private static string Local(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : Addresses.Timeline;
}
