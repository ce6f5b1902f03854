using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Fediprofs.Testing;

namespace Fediprofs.Federation.Tests.Deployment;

/// <summary>
/// The files of <c>deploy/</c> at work: the published build with the settings of <c>fediprofs.env</c>, behind Debian's nginx with
/// <c>nginx.conf</c>, over TLS from a local authority.
/// </summary>
public sealed class BehindNginxTests(TestPostgres postgres, PublishedBuild published)
{
    private const string Domain = "profs.ac-exemple.fr";
    private const string Nginx = "/usr/sbin/nginx";

    [Fact]
    public async Task The_published_build_is_reached_through_nginx_over_tls()
    {
        Assert.SkipUnless(File.Exists(Nginx), "Debian's nginx-light is not installed.");
        var program = await published.ProgramAsync();
        var folder = Directory.CreateTempSubdirectory("fediprofs-deployment-").FullName;
        using var authority = new LocalAuthority(Domain, folder);
        var (backend, http, https) = (FreePort(), FreePort(), FreePort());
        var settings = Settings(await postgres.CreateDatabaseAsync(), backend, folder);
        try
        {
            await using var server = new RunningProgram(program, [], settings, folder);
            await using var nginx = new RunningProgram(Nginx, ["-e", "stderr", "-p", folder, "-c", WriteNginx(folder, backend, http, https, authority)], new Dictionary<string, string>(), folder);
            using var client = Client(https, http, authority);

            await server.AnswersAsync(async () => (await client.GetAsync($"https://{Domain}/.well-known/nodeinfo")).EnsureSuccessStatusCode());
            await StoryAsync(client, program, settings, folder);
            await RefusesOtherNamesAsync(backend);
            Assert.Equal(0, await server.StopAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_systemd_unit_is_valid()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd here.");
        var folder = Directory.CreateTempSubdirectory("fediprofs-unit-");
        var unit = await File.ReadAllTextAsync(Repository.Of("deploy", "fediprofs.service"));
        var path = Path.Combine(folder.FullName, "fediprofs.service");
        // It verifies that what is started exists.
        await File.WriteAllTextAsync(path, unit.Replace("/opt/fediprofs/Fediprofs", "/bin/true", StringComparison.Ordinal));
        await PublishedBuild.RunAsync("systemd-analyze", ["verify", path]);
        folder.Delete(recursive: true);
    }

    private static async Task StoryAsync(HttpClient client, string program, Dictionary<string, string> settings, string folder)
    {
        await PublishedBuild.RunAsync(program, ["account", "create", "claire", "--email", "claire@ac-exemple.fr", "--password", "une phrase assez longue"], settings, folder);
        var token = (await PublishedBuild.RunAsync(program, ["account", "token", "claire", "--scopes", "read write"], settings, folder)).Trim();

        var finger = (await client.GetFromJsonAsync<JsonNode>($"https://{Domain}/.well-known/webfinger?resource=acct:claire@{Domain}"))!;
        var self = finger["links"]!.AsArray().Single(link => link!["rel"]!.GetValue<string>() == "self")!["href"]!.GetValue<string>();
        Assert.StartsWith($"https://{Domain}/actors/", self, StringComparison.Ordinal);
        var actor = await DocumentAsync(client, self);
        Assert.Equal($"https://{Domain}/inbox", actor["endpoints"]!["sharedInbox"]!.GetValue<string>());

        using var post = new HttpRequestMessage(HttpMethod.Post, $"https://{Domain}/api/v1/statuses");
        post.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        post.Content = JsonContent.Create(new { status = "Bonjour à toutes les académies" });
        using var posted = await client.SendAsync(post);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        var uri = JsonNode.Parse(await posted.Content.ReadAsStringAsync())!["uri"]!.GetValue<string>();
        Assert.Contains("Bonjour à toutes", (await DocumentAsync(client, uri))["content"]!.GetValue<string>(), StringComparison.Ordinal);

        using var signIn = await client.GetAsync($"https://{Domain}/sign-in");
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
        // That a browser's cookies are safe shows that the forwarded scheme is believed.
        Assert.True(signIn.Headers.Contains("Strict-Transport-Security"));

        using var plain = await client.GetAsync($"http://{Domain}/@claire");
        Assert.Equal((HttpStatusCode.MovedPermanently, $"https://{Domain}/@claire"), (plain.StatusCode, plain.Headers.Location!.ToString()));
    }

    private static async Task<JsonNode> DocumentAsync(HttpClient client, string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.ParseAdd("application/activity+json");
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "application/activity+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(uri, document["id"]!.GetValue<string>());
        return document;
    }

    private static async Task RefusesOtherNamesAsync(int backend)
    {
        using var handler = new SocketsHttpHandler();
        using var direct = new HttpClient(handler, disposeHandler: false);
        using var answer = await direct.GetAsync($"http://127.0.0.1:{backend}/nodeinfo/2.1");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    // The names are those of deploy/fediprofs.env; what belongs to this test is put in.
    private static Dictionary<string, string> Settings(string connection, int backend, string folder)
    {
        var settings = File.ReadLines(Repository.Of("deploy", "fediprofs.env"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        Assert.Equal($"https://{Domain}", settings["Instance__PublicUrl"]);
        settings["ConnectionStrings__Fediprofs"] = connection;
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{backend}";
        settings["Data__Folder"] = Path.Combine(folder, "data");
        return settings;
    }

    // deploy/nginx.conf as it is, but for ports and certificate.
    private static string WriteNginx(string folder, int backend, int http, int https, LocalAuthority authority)
    {
        var site = File.ReadAllText(Repository.Of("deploy", "nginx.conf"))
            .Replace("127.0.0.1:5080", $"127.0.0.1:{backend}", StringComparison.Ordinal)
            .Replace("/etc/ssl/fediprofs.pem", authority.Certificate, StringComparison.Ordinal)
            .Replace("/etc/ssl/fediprofs.key", authority.Key, StringComparison.Ordinal)
            .Replace("    listen [::]:80;\n", "", StringComparison.Ordinal)
            .Replace("    listen [::]:443 ssl http2;\n", "", StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{http};", StringComparison.Ordinal)
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{https} ssl", StringComparison.Ordinal);
        var path = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(
            path,
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
            {{site}}
            }
            """);
        return path;
    }

    private static HttpClient Client(int https, int http, LocalAuthority authority) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = authority.Trust(),
        // The name has no address here: nginx is on loopback, on ports that are free.
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port == 443 ? https : http), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
