using System.Text;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>The value of each component of a request that a signature can cover (RFC 9421 section 2).</summary>
internal static class Rfc9421Components
{
    /// <summary>
    /// The value, or <see langword="null"/> when the message does not have it, or when it belongs to another kind of message.
    /// </summary>
    /// <param name="component">The component's identifier: a string with parameters.</param>
    /// <param name="request">The message.</param>
    /// <param name="hostAsReceived">
    /// Section 2.2.2 does not say how far <c>@target-uri</c> is normalised: either the authority of section 2.2.3 or the host as received.
    /// </param>
    public static string? Value(StructuredField component, SignedRequest request, bool hostAsReceived)
    {
        // req, tr: the request that a response answers, trailers (sections 2.1.4 and 2.4). A request has neither.
        if (component.String is not { Length: > 0 } name || component.Parameter("req") is not null || component.Parameter("tr") is not null)
        {
            return null;
        }

        if (name[0] != '@')
        {
            return Field(name, component, request);
        }

        if (name == "@query-param")
        {
            return component.Parameter("name")?.String is { } parameter ? QueryParameter(parameter, Query(request.Target)) : null;
        }

        return name switch
        {
            "@method" => request.Method,
            "@target-uri" => $"{request.Scheme}://{(hostAsReceived ? request.Host : Authority(request))}{request.Target}",
            "@authority" => Authority(request),
            "@scheme" => request.Scheme.ToLowerInvariant(),
            "@request-target" => request.Target,
            "@path" => Path(request.Target),
            // Without a query the value is the question mark alone (section 2.2.7).
            "@query" => "?" + Query(request.Target),
            _ => null,
        };
    }

    /// <summary>Host in lower case, without the scheme's default port (section 2.2.3).</summary>
    public static string Authority(SignedRequest request)
    {
        var host = request.Host.ToLowerInvariant();
        var port = request.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
    }

    private static string? Field(string name, StructuredField component, SignedRequest request)
    {
        // Names are lower case in identifiers (section 2.1).
        if (name.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            return null;
        }

        if (component.Parameter("bs") is not null)
        {
            return Wrapped(name, request);
        }

        if (request.FieldValue(name) is not { } value)
        {
            return null;
        }

        if (component.Parameter("key") is { } key)
        {
            return Member(value, key.String);
        }

        // Strict serialisation needs the field's type; of the fields that we know all are dictionaries.
        return component.Parameter("sf") is null ? value : Canonical(name, value);
    }

    /// <summary>Each line as a byte sequence (section 2.1.3).</summary>
    private static string? Wrapped(string name, SignedRequest request)
    {
        StringBuilder? lines = null;
        foreach (var field in request.Fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                lines = lines is null ? new StringBuilder() : lines.Append(", ");
                lines.Append(':').Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(field.Value.Trim()))).Append(':');
            }
        }

        return lines?.ToString();
    }

    /// <summary>One member of a dictionary (section 2.1.2).</summary>
    private static string? Member(string value, string? key)
    {
        if (!StructuredField.TryParseDictionary(value, out var members))
        {
            return null;
        }

        foreach (var (name, member) in members)
        {
            if (name == key)
            {
                return member.ToString();
            }
        }

        return null;
    }

    /// <summary>Section 2.1.1.</summary>
    private static string? Canonical(string name, string value)
    {
        if (name is not ("content-digest" or "repr-digest" or "signature" or "signature-input")
            || !StructuredField.TryParseDictionary(value, out var members))
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var (key, member) in members)
        {
            text.Append(text.Length > 0 ? ", " : "").Append(key).Append('=').Append(member);
        }

        return text.ToString();
    }

    private static string Path(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        return path.Length == 0 ? "/" : path;
    }

    private static string Query(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? "" : target[(query + 1)..];
    }

    /// <summary>
    /// The one parameter of that name, decoded as a form and encoded again (section 2.2.8). A name that stands twice cannot be signed.
    /// </summary>
    private static string? QueryParameter(string encodedName, string query)
    {
        string? found = null;
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan(range);
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            if (!name.IsEmpty && Reencode(name) == encodedName)
            {
                if (found is not null)
                {
                    return null;
                }

                found = equals < 0 ? "" : Reencode(pair[(equals + 1)..]);
            }
        }

        return found;
    }

    private static string Reencode(ReadOnlySpan<char> text)
    {
        var decoded = Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
        var encoded = new StringBuilder(decoded.Length);
        foreach (var b in Encoding.UTF8.GetBytes(decoded))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'*' or (byte)'-' or (byte)'.' or (byte)'_')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
