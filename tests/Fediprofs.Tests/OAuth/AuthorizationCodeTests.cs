using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Fediprofs.Domain.Accounts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Fediprofs.Tests.OAuth;

public sealed class AuthorizationCodeTests(OAuthInstance instance) : IClassFixture<OAuthInstance>, IAsyncLifetime
{
    private const string Back = "https://app.test/back";
    private const string OutOfBand = "urn:ietf:wg:oauth:2.0:oob";
    private const string Verifier = "ein-sehr-langes-geheimnis-das-niemand-sonst-kennt-0123456789";

    private readonly OAuthHost lyon = instance.Host;
    private readonly Reader sylvie = new(instance.Host);
    private JsonElement application;

    public async ValueTask InitializeAsync() =>
        application = await lyon.RegisterAsync("read write follow", Back + "\n" + OutOfBand);

    public ValueTask DisposeAsync()
    {
        sylvie.Dispose();
        return default;
    }

    [Fact]
    public async Task A_person_signs_in_consents_and_the_application_acts_for_her()
    {
        await sylvie.OpenAsync(Request(("scope", "read write:statuses"), ("state", "a b&c")));
        Assert.Equal("Se connecter", sylvie.Page.QuerySelector("h1")!.TextContent);
        await sylvie.SignInAsync();
        Assert.Equal("Autoriser une application", sylvie.Page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Tableau", sylvie.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sylvie Martin", sylvie.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://app.test", sylvie.Policy, StringComparison.Ordinal);
        await sylvie.SubmitAsync("allow");

        var answer = QueryHelpers.ParseQuery(sylvie.RedirectedTo!.Query);
        Assert.StartsWith(Back + "?", sylvie.RedirectedTo.ToString(), StringComparison.Ordinal);
        Assert.Equal("a b&c", answer["state"]);
        using var exchanged = await ExchangeAsync(answer["code"]);
        var token = await OAuthHost.JsonAsync(exchanged);
        Assert.Equal("read write:statuses", token.GetProperty("scope").GetString());
        using var read = await lyon.GetAsync("/read", token.GetProperty("access_token").GetString());
        Assert.Equal($"account {instance.Sylvie}", await read.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await lyon.StatusAsync("/block", token.GetProperty("access_token").GetString()));
    }

    [Fact]
    public async Task The_session_cookie_opens_no_endpoint_of_the_api()
    {
        await sylvie.OpenAsync("/sign-in");
        await sylvie.SignInAsync();
        await sylvie.OpenAsync("/read");

        Assert.Equal(HttpStatusCode.Unauthorized, sylvie.Status);
    }

    [Fact]
    public async Task A_code_with_a_challenge_needs_its_verifier()
    {
        var code = await ConsentAsync(("code_challenge", Challenge()), ("code_challenge_method", "S256"));

        using var without = await ExchangeAsync(code);
        using var wrong = await ExchangeAsync(code, verifier: Verifier.Replace('0', '1'));
        using var right = await ExchangeAsync(code, verifier: Verifier);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal("invalid_grant", (await OAuthHost.JsonAsync(wrong)).GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_plain_challenge_is_refused()
    {
        await sylvie.OpenAsync(Request(("code_challenge", Verifier), ("code_challenge_method", "plain")));

        Assert.Equal(HttpStatusCode.BadRequest, sylvie.Status);
        Assert.Equal("invalid_request", sylvie.Page.QuerySelector("main code")!.TextContent);
    }

    [Fact]
    public async Task A_code_used_twice_ends_the_token_made_from_it()
    {
        var code = await ConsentAsync();
        using var first = await ExchangeAsync(code);
        var token = (await OAuthHost.JsonAsync(first)).GetProperty("access_token").GetString();
        Assert.Equal(HttpStatusCode.OK, await lyon.StatusAsync("/read", token));

        using var second = await ExchangeAsync(code);

        Assert.Equal("invalid_grant", (await OAuthHost.JsonAsync(second)).GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/read", token));
    }

    [Fact]
    public async Task A_code_redeemed_by_many_at_once_is_redeemed_once()
    {
        var code = await ConsentAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ExchangeAsync(code)));

        Assert.True(answers.Count(answer => answer.IsSuccessStatusCode) <= 1);
        Assert.All(answers, answer => Assert.True((int)answer.StatusCode < 500));
    }

    [Fact]
    public async Task A_code_is_worth_nothing_to_another_application()
    {
        var code = await ConsentAsync();
        var other = await lyon.RegisterAsync(redirectUri: Back);
        using var stolen = await ExchangeAsync(code, client: other);

        Assert.Equal(HttpStatusCode.BadRequest, stolen.StatusCode);
    }

    [Fact]
    public async Task A_refusal_returns_to_the_application()
    {
        await sylvie.OpenAsync(Request(("state", "x")));
        await sylvie.SignInAsync();
        await sylvie.SubmitAsync("deny");

        var answer = QueryHelpers.ParseQuery(sylvie.RedirectedTo!.Query);
        Assert.Equal("access_denied", answer["error"]);
        Assert.Equal("x", answer["state"]);
        Assert.False(answer.ContainsKey("code"));
    }

    [Fact]
    public async Task Without_an_address_to_return_to_the_code_is_shown()
    {
        await sylvie.OpenAsync(Request(OutOfBand));
        await sylvie.SignInAsync();
        await sylvie.SubmitAsync("allow");

        var code = sylvie.Page.QuerySelector("#code")!.GetAttribute("value");
        using var exchanged = await ExchangeAsync(code, redirectUri: OutOfBand);
        Assert.Equal(HttpStatusCode.OK, exchanged.StatusCode);
        Assert.Equal("read", (await OAuthHost.JsonAsync(exchanged)).GetProperty("scope").GetString());
    }

    [Fact]
    public async Task A_refusal_without_an_address_to_return_to_is_shown()
    {
        await sylvie.OpenAsync(Request(OutOfBand));
        await sylvie.SignInAsync();
        await sylvie.SubmitAsync("deny");

        Assert.Equal("Accès refusé", sylvie.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task An_address_that_was_not_registered_is_never_returned_to()
    {
        await sylvie.OpenAsync(Request("https://elsewhere.test/back"));

        Assert.Null(sylvie.RedirectedTo);
        Assert.Equal(HttpStatusCode.BadRequest, sylvie.Status);
        Assert.Equal("Cette demande d’accès n’est pas valable", sylvie.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_scope_that_was_not_registered_is_refused_on_a_page()
    {
        await sylvie.OpenAsync(Request(("scope", "read push")));

        Assert.Equal(HttpStatusCode.BadRequest, sylvie.Status);
        Assert.Equal("invalid_scope", sylvie.Page.QuerySelector("main code")!.TextContent);
    }

    [Fact]
    public async Task Who_is_signed_in_signs_in_again_when_the_application_asks_for_it()
    {
        await ConsentAsync();
        await sylvie.OpenAsync(Request(("force_login", "true")));
        Assert.Equal("Se connecter", sylvie.Page.QuerySelector("h1")!.TextContent);
        await sylvie.SignInAsync();
        Assert.Equal("Autoriser une application", sylvie.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task The_pages_speak_the_language_that_the_application_asks_for()
    {
        await sylvie.OpenAsync(Request(("lang", "en")));
        Assert.Equal("Sign in", sylvie.Page.QuerySelector("h1")!.TextContent);
        Assert.Equal("en", sylvie.Page.DocumentElement.GetAttribute("lang"));
        await sylvie.SignInAsync();
        Assert.Equal("Authorise an application", sylvie.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_wrong_password_signs_nobody_in_and_is_said_at_the_field()
    {
        await sylvie.OpenAsync(Request());
        await sylvie.SignInAsync("craie");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sylvie.Status);
        Assert.NotNull(sylvie.Page.QuerySelector("#handle-error"));
        Assert.Equal("sylvie", sylvie.Page.QuerySelector("#handle")!.GetAttribute("value"));

        await sylvie.SignInAsync();
        Assert.Equal("Autoriser une application", sylvie.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_form_sent_from_elsewhere_grants_nothing()
    {
        await sylvie.OpenAsync(Request());
        await sylvie.SignInAsync();
        await sylvie.SubmitAsync("allow", ("__RequestVerificationToken", "forged"));

        Assert.Equal(HttpStatusCode.BadRequest, sylvie.Status);
        Assert.Null(sylvie.RedirectedTo);
    }

    [Fact]
    public async Task Another_password_ends_the_sessions_opened_with_the_old_one()
    {
        var claire = await lyon.OpenAccountAsync("claire", "Claire Morel");
        using var reader = new Reader(lyon);
        await reader.OpenAsync(Request());
        await reader.SubmitAsync(null, ("handle", "claire@ac-lyon.test"), ("password", OAuthHost.Password));
        Assert.Equal("Autoriser une application", reader.Page.QuerySelector("h1")!.TextContent);

        await lyon.Get<Credentials>().SetPasswordAsync(claire, "un autre mot de passe", CancellationToken.None);
        await reader.OpenAsync(Request());

        Assert.Equal("Se connecter", reader.Page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("https://elsewhere.test/")]
    [InlineData("//elsewhere.test/")]
    [InlineData("/\\elsewhere.test/")]
    public async Task Sign_in_leads_to_no_other_site(string returnTo)
    {
        await sylvie.OpenAsync("/sign-in?return_to=" + Uri.EscapeDataString(returnTo));

        Assert.Equal("/home", sylvie.Page.QuerySelector("input[name=return_to]")!.GetAttribute("value"));
    }

    private async Task<string> ConsentAsync(params (string Name, string Value)[] more)
    {
        await sylvie.OpenAsync(Request(more));
        await sylvie.SignInAsync();
        await sylvie.SubmitAsync("allow");
        return QueryHelpers.ParseQuery(sylvie.RedirectedTo!.Query)["code"]!;
    }

    private string Request(params (string Name, string Value)[] more) => Request(Back, more);

    private string Request(string redirectUri, params (string Name, string Value)[] more) =>
        QueryHelpers.AddQueryString("/oauth/authorize", more
            .Append(("response_type", "code")).Append(("redirect_uri", redirectUri))
            .Append(("client_id", application.GetProperty("client_id").GetString()!))
            .Select(field => KeyValuePair.Create(field.Item1, (string?)field.Item2)));

    private Task<HttpResponseMessage> ExchangeAsync(
        string? code, string redirectUri = Back, string? verifier = null, JsonElement? client = null) =>
        lyon.TokenAsync(
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirectUri),
            ("code_verifier", verifier),
            ("scope", "read write follow push"),
            ("client_id", (client ?? application).GetProperty("client_id").GetString()),
            ("client_secret", (client ?? application).GetProperty("client_secret").GetString()));

    private static string Challenge() =>
        Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier)));
}
