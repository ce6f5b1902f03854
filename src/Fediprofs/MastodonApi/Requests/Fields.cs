using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace Fediprofs.MastodonApi.Requests;

/// <summary>
/// The fields of a request however they were sent: query, form, multipart or JSON, as Rails reads them and so Mastodon's clients
/// write them. Lists are <c>ids[]</c>, parts of an object <c>source[privacy]</c>, lists of objects <c>fields_attributes[0][name]</c>.
/// </summary>
internal sealed partial class Fields
{
    private const long MaxBytes = 1024 * 1024;
    private const int MaxDepth = 8;

    private readonly Dictionary<string, List<string>> values = [];

    /// <summary>Whether a file was sent.</summary>
    public bool HasFiles { get; private set; }

    /// <summary>Reads query and body; null when the body is malformed, or of a kind that is not understood.</summary>
    public static async ValueTask<Fields?> ReadAsync(HttpContext http)
    {
        var (fields, request) = (OfQuery(http), http.Request);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            if (request.HasFormContentType)
            {
                var form = await request.ReadFormAsync(http.RequestAborted);
                fields.HasFiles = form.Files.Count > 0;
                foreach (var (name, value) in form)
                {
                    fields.Add(name, value.OfType<string>());
                }
            }
            else if (request.HasJsonContentType() && request.ContentLength != 0)
            {
                using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = MaxDepth }, http.RequestAborted);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    return null;
                }

                fields.AddObject("", document.RootElement);
            }

            return fields;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The query's fields.</summary>
    public static Fields OfQuery(HttpContext http)
    {
        var fields = new Fields();
        foreach (var (name, value) in http.Request.Query)
        {
            fields.Add(name, value.OfType<string>());
        }

        return fields;
    }

    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>Whether a field or a part of it was sent: <c>poll</c> or <c>poll[options]</c>.</summary>
    public bool HasPart(string name) => values.Any(v => v.Value.Count > 0 && (v.Key == name || v.Key.StartsWith(name + "[", StringComparison.Ordinal)));

    /// <summary>A text; null when it was not sent.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var list) && list.Count > 0 ? list[^1] : null;

    /// <summary>A truth value as Rails reads it; null when it was not sent.</summary>
    public bool? Flag(string name) => Text(name) switch
    {
        null or "" => null,
        "0" or "f" or "F" or "false" or "FALSE" or "off" or "OFF" => false,
        _ => true,
    };

    public int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An id; null when it was not sent or is none.</summary>
    public long? Id(string name) => Ids.Parse(Text(name));

    /// <summary>A list; empty when it was not sent.</summary>
    public IReadOnlyList<string> List(string name) => values.TryGetValue(name, out var list) ? list : [];

    /// <summary>A list of ids; what is none is left out.</summary>
    public List<long> IdList(string name) => [.. List(name).Select(Ids.Parse).OfType<long>()];

    /// <summary>A list of objects with two texts each, in order.</summary>
    public IReadOnlyList<(string First, string Second)>? Pairs(string name, string first, string second)
    {
        var places = values.Keys.Where(k => k.StartsWith(name + "[", StringComparison.Ordinal))
            .Select(k => k[(name.Length + 1)..].Split(']')[0]).Distinct()
            .OrderBy(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue).ToList();
        return places.Count == 0 ? null : [.. places.Select(p => (Text($"{name}[{p}][{first}]") ?? "", Text($"{name}[{p}][{second}]") ?? ""))];
    }

    private void Add(string name, IEnumerable<string> more)
    {
        // ids[] and ids[0] alike.
        var match = ListEnd().Match(name);
        var key = match.Success ? name[..match.Index] : name;
        if (!values.TryGetValue(key, out var list))
        {
            values[key] = list = [];
        }

        list.AddRange(more);
    }

    private void AddObject(string prefix, JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            AddValue(prefix.Length == 0 ? member.Name : $"{prefix}[{member.Name}]", member.Value);
        }
    }

    private void AddValue(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AddObject(name, value);
                break;
            case JsonValueKind.Array:
                values.TryAdd(name, []);
                var place = 0;
                foreach (var item in value.EnumerateArray())
                {
                    AddValue(item.ValueKind == JsonValueKind.Object ? $"{name}[{place++}]" : name, item);
                }

                break;
            case JsonValueKind.String:
                Add(name, [value.GetString()!]);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                Add(name, [value.GetRawText()]);
                break;
        }
    }

    [GeneratedRegex(@"\[\d*\]$")]
    private static partial Regex ListEnd();
}

/// <summary>Ids of Mastodon's API: numbers as text.</summary>
internal static class Ids
{
    public static long? Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The id in the path; 0, which nothing has, when it is none.</summary>
    public static long InPath(HttpContext http, string name = "id") => Parse(http.Request.RouteValues[name] as string) ?? 0;
}
