using System.Net;
using Fediprofs.OAuth.Tokens;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Tests.OAuth;

public sealed class TokenTests(OAuthInstance instance, TestPostgres postgres) : IClassFixture<OAuthInstance>
{
    private readonly OAuthHost lyon = instance.Host;
    private readonly string database = instance.Database;

    [Fact]
    public async Task Tokens_issued_at_the_same_moment_share_one_application()
    {
        await using var lyon = await OAuthHost.StartAsync(instance.Database);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lyon.TokenIssue.IssueAsync(instance.Sylvie, "Terminal of many", ["read"], CancellationToken.None)));

        Assert.Equal(8, tokens.Distinct().Count());
    }

    [Fact]
    public async Task A_token_issued_without_a_browser_is_accepted_at_once()
    {
        var token = await lyon.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", ["read"], CancellationToken.None);

        using var first = await lyon.GetAsync("/read", token);
        using var second = await lyon.GetAsync("/read", token);
        Assert.Equal($"account {instance.Sylvie}", await first.Content.ReadAsStringAsync());
        Assert.Equal($"account {instance.Sylvie}", await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_token_issued_by_a_command_beside_the_server_is_accepted_at_once()
    {
        string token;
        await using (var command = await OAuthHost.BuildAsync(database))
        {
            token = await command.Services.GetRequiredService<TokenIssue>().IssueAsync(instance.Sylvie, "Terminal", ["read", "write"], CancellationToken.None);
        }

        Assert.Equal(HttpStatusCode.OK, await lyon.StatusAsync("/read", token));
    }

    [Fact]
    public async Task A_token_of_one_node_is_accepted_by_the_other_and_revoked_on_both()
    {
        await using var other = await OAuthHost.StartAsync(database);
        var application = await lyon.RegisterAsync();
        using var answer = await lyon.TokenAsync(
            ("grant_type", "client_credentials"),
            ("client_id", application.GetProperty("client_id").GetString()),
            ("client_secret", application.GetProperty("client_secret").GetString()));
        var token = (await OAuthHost.JsonAsync(answer)).GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await lyon.StatusAsync("/public", token));
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync("/public", token));

        using var body = OAuthHost.Form(
            ("token", token),
            ("client_id", application.GetProperty("client_id").GetString()),
            ("client_secret", application.GetProperty("client_secret").GetString()));
        using var revoked = await lyon.Http.PostAsync("/oauth/revoke", body);

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal("{}", await revoked.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/public", token));
        await EventuallyAsync(async () => await other.StatusAsync("/public", token) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task All_tokens_of_an_account_end_together_and_no_other()
    {
        await using var other = await OAuthHost.StartAsync(database);
        var hers = await lyon.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", ["read"], CancellationToken.None);
        var theirs = await lyon.TokenIssue.IssueAsync(instance.Sylvie + 1, "Terminal", ["read"], CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, await lyon.StatusAsync("/read", hers));
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync("/read", hers));

        await lyon.TokenIssue.RevokeAllAsync(instance.Sylvie, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/read", hers));
        await EventuallyAsync(async () => await other.StatusAsync("/read", hers) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await lyon.StatusAsync("/read", theirs));
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_mastodons()
    {
        using var answer = await lyon.GetAsync("/read", null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"error":"The access token is invalid"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, await lyon.StatusAsync("/public", null));
    }

    [Theory]
    [InlineData("read", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("read:statuses", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("read:accounts", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("write", HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("follow", HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("profile", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task A_scope_opens_what_it_contains(string scope, HttpStatusCode read, HttpStatusCode block)
    {
        var token = await lyon.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", [scope], CancellationToken.None);

        Assert.Equal(read, await lyon.StatusAsync("/read", token));
        Assert.Equal(block, await lyon.StatusAsync("/block", token));
    }

    [Fact]
    public async Task Outside_its_scopes_the_answer_is_mastodons()
    {
        var token = await lyon.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", ["read"], CancellationToken.None);
        using var answer = await lyon.GetAsync("/block", token);

        Assert.Equal("""{"error":"This action is outside the authorized scopes"}""", await answer.Content.ReadAsStringAsync());
        Assert.Contains("insufficient_scope", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_instance_is_refused()
    {
        await using var lille = await OAuthHost.StartAsync(await OAuthHost.DatabaseAsync(postgres), "http://lille.test");
        var token = await lille.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", ["read"], CancellationToken.None);

        Assert.Equal(HttpStatusCode.OK, await lille.StatusAsync("/read", token));
        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/read", token));
    }

    [Fact]
    public async Task A_token_that_names_another_issuer_is_refused_even_with_our_key()
    {
        await using var lille = await OAuthHost.StartAsync(database, "http://lille.test");
        var token = await lille.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", ["read"], CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/read", token));
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var token = await lyon.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", ["read"], CancellationToken.None);
        var parts = token.Split('.');
        var payload = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(parts[1]).Replace("\"read\"", "\"write\"", StringComparison.Ordinal);
        var forged = $"{parts[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(payload)}.{parts[2]}";
        var none = $"{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.";

        Assert.NotEqual(token, forged);
        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/block", forged));
        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/read", none));
        Assert.Equal(HttpStatusCode.Unauthorized, await lyon.StatusAsync("/read", "nonsense"));
    }

    [Fact]
    public async Task A_scope_that_does_not_exist_is_not_issued() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            lyon.TokenIssue.IssueAsync(instance.Sylvie, "Terminal", ["everything"], CancellationToken.None));

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5), "The other node did not hear of it.");
            await Task.Delay(10);
        }
    }
}
