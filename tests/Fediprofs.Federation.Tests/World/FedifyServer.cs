using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Fediprofs.Federation.Tests.World;

/// <summary>
/// A real server that others wrote: npm's Fedify (<c>Fedify/server.mjs</c>), as a process of its own. Its person, ines, does what
/// she is told and keeps what comes to her.
/// </summary>
internal sealed class FedifyServer : IAsyncDisposable, IPerson
{
    private static readonly string folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../Fedify"));
    private static readonly SemaphoreSlim installing = new(1);

    private readonly Process process;
    private readonly Task<string> complaints;
    private readonly string url;

    private FedifyServer(Process process, string domain)
    {
        (this.process, url) = (process, $"http://{domain}");
        complaints = process.StandardError.ReadToEndAsync();
        Handle = $"ines@{domain}";
    }

    /// <inheritdoc/>
    public string Handle { get; }

    /// <inheritdoc/>
    public string Uri => $"{url}/users/ines";

    /// <summary>Starts it; what npm has to bring is fetched the first time.</summary>
    public static async Task<FedifyServer> StartAsync()
    {
        await InstallAsync();
        var port = Academie.FreePort().ToString(CultureInfo.InvariantCulture);
        var domain = $"fedify.localhost:{port}";
        var process = Run(Path.Combine(folder, "node_modules/.bin/node"), "server.mjs", domain, port);
        var server = new FedifyServer(process, domain);
        if (await process.StandardOutput.ReadLineAsync() != "ready")
        {
            throw new InvalidOperationException($"Fedify did not start: {await server.complaints}");
        }

        return server;
    }

    public Task Follows(IPerson other) => DoAsync("follow", other, other.Uri);

    public Task Likes(Post post) => DoAsync("like", post.Author, post.Uri);

    public Task Boosts(Post post) => DoAsync("boost", post.Author, post.Uri);

    public async Task<Post> Answers(Post post, string text) => new((await DoAsync("answer", post.Author, post.Uri, text)).Text("id"), this);

    /// <summary>Waits until something of that type by that person came; answers what Fedify made of it.</summary>
    public Task<JsonNode> Sees(string type, IPerson by, string? about = null) => Eventually.SeesAsync($"{type} by {by.Handle} at Fedify", async () =>
    {
        var answer = JsonNode.Parse(await Academie.Http.GetStringAsync($"{url}/story/seen"));
        return answer.Items("seen").FirstOrDefault(a => a.Text("type") == type && a.Text("actor") == by.Uri && (about is null || a.Text("object") == about));
    });

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<JsonNode> DoAsync(string act, IPerson actor, string target, string text = "")
    {
        var body = new JsonObject { ["act"] = act, ["actor"] = actor.Uri, ["target"] = target, ["text"] = text };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Academie.Http.PostAsync($"{url}/story/do", content);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"Fedify could not {act}: {answer}");
        return JsonNode.Parse(answer)!;
    }

    private static async Task InstallAsync()
    {
        await installing.WaitAsync();
        try
        {
            if (File.Exists(Path.Combine(folder, "node_modules/.bin/node")))
            {
                return;
            }

            Assert.SkipUnless(HasNpm(), "npm is not here: install it, then npm ci in tests/Fediprofs.Federation.Tests/Fedify.");
            using var npm = Run("npm", "ci", "--no-audit", "--no-fund");
            var said = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            Assert.True(npm.ExitCode == 0, string.Concat(await said));
        }
        finally
        {
            installing.Release();
        }
    }

    private static bool HasNpm() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "npm")));

    // Its standard input stays open for as long as this process lives, and the server ends with it.
    private static Process Run(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
