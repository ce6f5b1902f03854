using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Documentation;

/// <summary>
/// Makes <c>docs/configuration.md</c> of the docstrings: <see cref="InstanceSettings"/>, whose properties name their setting, and
/// every <c>…Options</c> whose summary names its section. Defaults are read from the types themselves.
/// </summary>
internal static partial class ConfigurationPage
{
    private const string Head =
        $$"""
        # Settings

        *Made from the docstrings of the settings; change them there and run `{{DocumentationPages.WriteVariable}}=1 dotnet test --project tests/Fediprofs.Tests`.*

        A setting is looked for in `appsettings.json` (beside the program, then in the working folder), in the environment, and on the
        command line; the last one wins. `Instance:Domain` is `"Instance": { "Domain": "…" }` in the file, `Instance__Domain` in the
        environment and `--Instance:Domain=…` on the command line. Durations are written `days.hours:minutes:seconds`, lists in the
        environment and on the command line are separated by commas where the setting says so, else numbered: `Federation__Inbox__RefusedDomains__0`.
        A wrong setting stops the start with its name and an example.

        """;

    public static string Make()
    {
        var page = new StringBuilder(Head);
        AppendTable(page, "The instance", InstanceRows());
        foreach (var (section, about, rows) in Sections().OrderBy(s => s.Section, StringComparer.Ordinal))
        {
            AppendTable(page, $"`{section}`", rows, about);
        }

        return page.ToString();
    }

    private static void AppendTable(StringBuilder page, string title, IEnumerable<Row> rows, string? about = null)
    {
        page.Append("\n## ").Append(title).Append("\n\n");
        if (about is not null)
        {
            page.Append(about).Append("\n\n");
        }

        page.Append("| setting | unless told | what it is |\n| --- | --- | --- |\n");
        foreach (var row in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{row.Name}` | {row.Default} | {row.About.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static IEnumerable<Row> InstanceRows()
    {
        foreach (var (property, about) in Properties(DocumentationPages.Read("src/Fediprofs/InstanceSettings.cs"), typeof(InstanceSettings)))
        {
            // What has a section of its own has a table of its own.
            if (NamedSetting().Match(about) is { Success: true } named && !property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                yield return new(named.Groups[1].Value, Default(property, typeof(InstanceSettings)), Capital(named.Groups[2].Value));
            }
        }
    }

    private static IEnumerable<(string Section, string About, List<Row> Rows)> Sections()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Of("src"), "*Options.cs", SearchOption.AllDirectories))
        {
            var source = File.ReadAllText(file).ReplaceLineEndings("\n");
            var name = Path.GetFileNameWithoutExtension(file);
            var type = new[] { typeof(InstanceSettings), typeof(DeliveryOptions) }
                .SelectMany(known => known.Assembly.GetTypes()).SingleOrDefault(known => known.Name == name);
            if (type is not null && DeclaredType().Match(source) is { Success: true } declared && SectionName().Match(Text(declared.Groups[1].Value)) is { Success: true } section)
            {
                var about = SectionName().Replace(Text(declared.Groups[1].Value), "");
                yield return (section.Groups[1].Value, about, [.. Properties(source, type).Select(p => new Row($"{section.Groups[1].Value}:{p.Property.Name}", Default(p.Property, type), p.About))]);
            }
        }
    }

    private static IEnumerable<(PropertyInfo Property, string About)> Properties(string source, Type type)
    {
        foreach (Match match in DeclaredProperty().Matches(source))
        {
            if (type.GetProperty(match.Groups[2].Value) is { } property)
            {
                yield return (property, Text(match.Groups[1].Value));
            }
        }
    }

    private static string Default(PropertyInfo property, Type type) => property.GetValue(Activator.CreateInstance(type)) switch
    {
        null or "" => "",
        string text => $"`{text}`",
        TimeSpan span => $"`{span:c}`",
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(item => $"`{item}`")),
        IFormattable value => $"`{value.ToString(null, CultureInfo.InvariantCulture)}`",
        var other => $"`{other}`",
    };

    // From "/// <summary>…" to Markdown.
    private static string Text(string docstring)
    {
        var text = DocstringSign().Replace(docstring, " ");
        text = Summary().Match(text) is { Success: true } summary ? summary.Groups[1].Value : text;
        text = Reference().Replace(text, "`$1`");
        text = text.Replace("<c>", "`", StringComparison.Ordinal).Replace("</c>", "`", StringComparison.Ordinal);
        return Blanks().Replace(text, " ").Trim();
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex("^`([^`]+)`: (.+)$")]
    private static partial Regex NamedSetting();

    [GeneratedRegex(",? ?\\(?(?:section|under) `([^`]+)`\\)?")]
    private static partial Regex SectionName();

    [GeneratedRegex("((?:^ *///[^\\n]*\\n)+)(?:^ *\\[[^\\n]*\\]\\n)*^public sealed (?:record|class) \\w+Options\\b", RegexOptions.Multiline)]
    private static partial Regex DeclaredType();

    [GeneratedRegex("((?:^ *///[^\\n]*\\n)+)(?:^ *\\[[^\\n]*\\]\\n)*^ *public (?:required )?[\\w<>?.]+ (\\w+) \\{ get; (?:init|set); \\}", RegexOptions.Multiline)]
    private static partial Regex DeclaredProperty();

    [GeneratedRegex("^ *///", RegexOptions.Multiline)]
    private static partial Regex DocstringSign();

    [GeneratedRegex("<summary>(.*?)</summary>", RegexOptions.Singleline)]
    private static partial Regex Summary();

    [GeneratedRegex("<(?:see|paramref) \\w+=\"(?:\\w+\\.)*(\\w+)[^\"]*\"/>")]
    private static partial Regex Reference();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();

    private sealed record Row(string Name, string Default, string About);
}
