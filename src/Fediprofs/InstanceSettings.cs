using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Remote;

namespace Fediprofs;

/// <summary>A setting that is missing or wrong: stops the start with its name and an example.</summary>
public sealed class SettingException(string name, string problem, string example)
    : Exception($"{name}: {problem} Example: {name}={example}");

/// <summary>What one instance is told from outside: its names, its data, what it may do in development.</summary>
public sealed record InstanceSettings
{
    /// <summary><c>Instance:Domain</c>: the part after the @ of a handle; with a port only in a trial.</summary>
    public required string Domain { get; init; }

    /// <summary><c>Instance:PublicUrl</c>: scheme and authority that others see, without a trailing slash.</summary>
    public required string PublicUrl { get; init; }

    /// <summary><c>Instance:Name</c>: how the instance calls itself.</summary>
    public string Name { get; init; } = "Fediprofs";

    /// <summary><c>Instance:Description</c>: one sentence for visitors and apps.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>Instance:Academie</c>: the académie it belongs to, by curriculum key.</summary>
    public string? Academie { get; init; }

    /// <summary><c>Instance:Contact</c>: the e-mail address of those who run it.</summary>
    public string? Contact { get; init; }

    /// <summary><c>Data:Folder</c>: where the embedded PostgreSQL and files live.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary><c>Data:Database</c>: name of the database in the embedded PostgreSQL.</summary>
    public string DatabaseName { get; init; } = "fediprofs";

    /// <summary><c>ConnectionStrings:Fediprofs</c>: Npgsql's form; null: the embedded PostgreSQL.</summary>
    public string? ConnectionString { get; init; }

    /// <summary><c>Federation:DevelopmentDomains</c>: host patterns for which loopback, plain HTTP, other ports and self-signed certificates are allowed.</summary>
    public IReadOnlyList<string> DevelopmentDomains { get; init; } = [];

    /// <summary>The same, read.</summary>
    public DevelopmentDomains Development => Patterns(DevelopmentDomains);

    /// <summary><c>Federation:Delivery</c>: how what is said here reaches others.</summary>
    public DeliveryOptions Delivery { get; init; } = new();

    /// <summary><c>Federation:Inbox</c>: how what others send is taken in.</summary>
    public Federation.Inbox.InboxOptions Inbox { get; init; } = new();

    /// <summary><c>--urls</c>: where it listens.</summary>
    public string Urls { get; init; } = "http://localhost:5080";

    /// <summary>True when nothing was configured: a trial on loopback.</summary>
    public bool Trial { get; init; }

    /// <summary>Reads and checks the settings of an instance.</summary>
    /// <exception cref="SettingException">One is missing or wrong.</exception>
    public static InstanceSettings From(IConfiguration configuration)
    {
        var urls = configuration["urls"] ?? "http://localhost:5080";
        var first = urls.Split(';')[0];
        if (!Uri.TryCreate(first.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal), UriKind.Absolute, out var listen))
        {
            throw new SettingException("urls", $"\"{first}\" is not an address.", "http://127.0.0.1:5080");
        }

        var domain = configuration["Instance:Domain"];
        var publicUrl = configuration["Instance:PublicUrl"];
        var trial = string.IsNullOrWhiteSpace(domain) && string.IsNullOrWhiteSpace(publicUrl);
        var authority = listen.Host is "0.0.0.0" or "[::]" ? $"localhost:{listen.Port}" : listen.Authority;
        domain = string.IsNullOrWhiteSpace(domain) ? trial ? authority : throw new SettingException("Instance:Domain", "is missing beside Instance:PublicUrl.", "profs.ac-exemple.fr") : domain.Trim().ToLowerInvariant();
        publicUrl = string.IsNullOrWhiteSpace(publicUrl) ? trial ? $"{listen.Scheme}://{authority}" : $"https://{domain}" : publicUrl.Trim().TrimEnd('/');
        CheckDomain(domain);
        var development = List(configuration, "Federation:DevelopmentDomains");
        return new InstanceSettings
        {
            Domain = domain,
            PublicUrl = CheckUrl(publicUrl),
            Name = configuration["Instance:Name"] ?? "Fediprofs",
            Description = configuration["Instance:Description"] ?? "",
            Academie = configuration["Instance:Academie"],
            Contact = configuration["Instance:Contact"],
            DataFolder = configuration["Data:Folder"] ?? "data",
            DatabaseName = configuration["Data:Database"] ?? "fediprofs",
            ConnectionString = configuration.GetConnectionString("Fediprofs"),
            DevelopmentDomains = trial ? [.. development, "localhost", "*.localhost"] : development,
            Delivery = configuration.GetSection(DeliveryOptions.Section).Get<DeliveryOptions>() ?? new(),
            Inbox = configuration.GetSection(Federation.Inbox.InboxOptions.Section).Get<Federation.Inbox.InboxOptions>() ?? new(),
            Urls = urls,
            Trial = trial,
        };
    }

    private static DevelopmentDomains Patterns(IReadOnlyList<string> patterns)
    {
        try
        {
            return Fediprofs.Domain.Remote.DevelopmentDomains.Parse(patterns);
        }
        catch (FormatException wrong)
        {
            throw new SettingException("Federation:DevelopmentDomains", wrong.Message, "*.bench.test");
        }
    }

    private static void CheckDomain(string domain)
    {
        if (domain.Contains('/', StringComparison.Ordinal) || domain.Contains('@', StringComparison.Ordinal) || !Uri.TryCreate($"https://{domain}", UriKind.Absolute, out var uri) || uri.AbsolutePath != "/")
        {
            throw new SettingException("Instance:Domain", $"\"{domain}\" is not the part after the @ of a handle.", "profs.ac-exemple.fr");
        }
    }

    private static string CheckUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/" && uri.Query.Length == 0
            ? $"{uri.Scheme}://{uri.Authority}"
            : throw new SettingException("Instance:PublicUrl", $"\"{url}\" is not scheme and authority.", "https://profs.ac-exemple.fr");

    private static List<string> List(IConfiguration configuration, string name)
    {
        var section = configuration.GetSection(name);
        var values = section.GetChildren().Select(c => c.Value).Append(section.Value);
        return [.. values.OfType<string>().SelectMany(v => v.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }
}
