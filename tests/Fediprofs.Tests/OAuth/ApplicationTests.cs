using System.Net;
using System.Text;
using System.Text.Json;

namespace Fediprofs.Tests.OAuth;

public sealed class ApplicationTests(OAuthInstance instance) : IClassFixture<OAuthInstance>
{
    private readonly OAuthHost lyon = instance.Host;

    [Fact]
    public async Task An_application_registers_by_form_with_its_addresses_on_lines()
    {
        using var body = OAuthHost.Form(
            ("client_name", "Tableau"), ("redirect_uris", "https://app.test/back\nurn:ietf:wg:oauth:2.0:oob"), ("website", "https://app.test"));
        using var answer = await lyon.Http.PostAsync("/api/v1/apps", body);

        var application = await OAuthHost.JsonAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(long.TryParse(application.GetProperty("id").GetString(), out _));
        Assert.Equal("Tableau", application.GetProperty("name").GetString());
        Assert.Equal("https://app.test", application.GetProperty("website").GetString());
        Assert.Equal("[\"read\"]", application.GetProperty("scopes").GetRawText());
        Assert.Equal("https://app.test/back\nurn:ietf:wg:oauth:2.0:oob", application.GetProperty("redirect_uri").GetString());
        Assert.Equal(2, application.GetProperty("redirect_uris").GetArrayLength());
        Assert.NotEmpty(application.GetProperty("client_id").GetString()!);
        Assert.NotEmpty(application.GetProperty("client_secret").GetString()!);
        Assert.Equal(0, application.GetProperty("client_secret_expires_at").GetInt64());
        Assert.Equal("", application.GetProperty("vapid_key").GetString());
    }

    [Fact]
    public async Task An_application_registers_by_multipart()
    {
        using var body = new MultipartFormDataContent
        {
            { new StringContent("Tableau"), "client_name" },
            { new StringContent("tableau://back"), "redirect_uris[]" },
            { new StringContent("read write:statuses"), "scopes" },
        };
        using var answer = await lyon.Http.PostAsync("/api/v1/apps", body);

        var application = await OAuthHost.JsonAsync(answer);
        Assert.Equal("[\"read\",\"write:statuses\"]", application.GetProperty("scopes").GetRawText());
        Assert.Equal("[\"tableau://back\"]", application.GetProperty("redirect_uris").GetRawText());
    }

    [Fact]
    public async Task An_application_registers_by_json_with_a_list_of_addresses()
    {
        using var body = Json("""{"client_name":"Tableau","redirect_uris":["https://app.test/a","https://app.test/b"],"scopes":"read follow","website":null}""");
        using var answer = await lyon.Http.PostAsync("/api/v1/apps", body);

        var application = await OAuthHost.JsonAsync(answer);
        Assert.Equal("[\"https://app.test/a\",\"https://app.test/b\"]", application.GetProperty("redirect_uris").GetRawText());
        Assert.Equal(JsonValueKind.Null, application.GetProperty("website").ValueKind);
    }

    [Theory]
    [InlineData("""{"redirect_uris":"https://app.test/back"}""")]
    [InlineData("""{"client_name":"Tableau"}""")]
    [InlineData("""{"client_name":"Tableau","redirect_uris":"back"}""")]
    [InlineData("""{"client_name":"Tableau","redirect_uris":"javascript:alert(1)"}""")]
    [InlineData("""{"client_name":"Tableau","redirect_uris":"https://app.test/#back"}""")]
    [InlineData("""{"client_name":"Tableau","redirect_uris":"https://app.test/back","scopes":"read everything"}""")]
    [InlineData("""{"client_name":"Tableau","redirect_uris":"https://app.test/back","website":"javascript:alert(1)"}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    public async Task A_malformed_registration_is_refused_with_a_sentence(string json)
    {
        using var body = Json(json);
        using var answer = await lyon.Http.PostAsync("/api/v1/apps", body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotEmpty((await OAuthHost.JsonAsync(answer)).GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task An_application_gets_a_token_of_its_own_and_sees_that_it_works()
    {
        var application = await lyon.RegisterAsync();
        using var answer = await lyon.TokenAsync(
            ("grant_type", "client_credentials"),
            ("client_id", application.GetProperty("client_id").GetString()),
            ("client_secret", application.GetProperty("client_secret").GetString()));

        var token = await OAuthHost.JsonAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Bearer", token.GetProperty("token_type").GetString());
        Assert.Equal("read", token.GetProperty("scope").GetString());
        Assert.True(token.GetProperty("created_at").GetInt64() > 1_700_000_000);
        Assert.False(token.TryGetProperty("expires_in", out _));

        using var verified = await lyon.GetAsync("/api/v1/apps/verify_credentials", token.GetProperty("access_token").GetString());
        var seen = await OAuthHost.JsonAsync(verified);
        Assert.Equal(application.GetProperty("id").GetString(), seen.GetProperty("id").GetString());
        Assert.False(seen.TryGetProperty("client_secret", out _));
    }

    [Fact]
    public async Task A_token_of_the_application_itself_acts_for_nobody()
    {
        var application = await lyon.RegisterAsync();
        using var answer = await lyon.TokenAsync(
            ("grant_type", "client_credentials"),
            ("client_id", application.GetProperty("client_id").GetString()),
            ("client_secret", application.GetProperty("client_secret").GetString()));
        var token = (await OAuthHost.JsonAsync(answer)).GetProperty("access_token").GetString();

        using var refused = await lyon.GetAsync("/read", token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("This method requires an authenticated user", (await OAuthHost.JsonAsync(refused)).GetProperty("error").GetString());

        using var read = await lyon.GetAsync("/public", token);
        Assert.Equal("nobody", await read.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    public async Task A_token_is_asked_for_in_any_kind_of_body(string kind)
    {
        var application = await lyon.RegisterAsync();
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = application.GetProperty("client_id").GetString()!,
            ["client_secret"] = application.GetProperty("client_secret").GetString()!,
            ["scope"] = "write:statuses",
        };
        using HttpContent body = kind == "application/json" ? Json(JsonSerializer.Serialize(fields)) : Multipart(fields);
        using var answer = await lyon.Http.PostAsync("/oauth/token", body);

        Assert.Equal("write:statuses", (await OAuthHost.JsonAsync(answer)).GetProperty("scope").GetString());
    }

    [Fact]
    public async Task A_scope_that_was_not_registered_is_refused()
    {
        var application = await lyon.RegisterAsync(scopes: "read:accounts");
        using var answer = await lyon.TokenAsync(
            ("grant_type", "client_credentials"),
            ("client_id", application.GetProperty("client_id").GetString()),
            ("client_secret", application.GetProperty("client_secret").GetString()),
            ("scope", "read"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_scope", (await OAuthHost.JsonAsync(answer)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        var application = await lyon.RegisterAsync();
        using var answer = await lyon.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", application.GetProperty("client_id").GetString()), ("client_secret", "guess"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("invalid_client", (await OAuthHost.JsonAsync(answer)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_server_describes_itself()
    {
        using var answer = await lyon.Http.GetAsync("/.well-known/oauth-authorization-server");

        var metadata = await OAuthHost.JsonAsync(answer);
        Assert.Equal("http://lyon.test/", metadata.GetProperty("issuer").GetString());
        Assert.Equal("http://lyon.test/oauth/authorize", metadata.GetProperty("authorization_endpoint").GetString());
        Assert.Equal("http://lyon.test/api/v1/apps", metadata.GetProperty("app_registration_endpoint").GetString());
        Assert.Equal("[\"S256\"]", metadata.GetProperty("code_challenge_methods_supported").GetRawText());
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static MultipartFormDataContent Multipart(Dictionary<string, string> fields)
    {
        var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            body.Add(new StringContent(value), name);
        }

        return body;
    }
}
