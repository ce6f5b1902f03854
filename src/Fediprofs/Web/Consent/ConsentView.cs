using OpenIddict.Abstractions;

namespace Fediprofs.Web.Consent;

/// <summary>What the consent page shows, and what its form carries on.</summary>
/// <param name="Application">The application's name, as it named itself.</param>
/// <param name="Website">The host of its site, or null.</param>
/// <param name="Person">Who is signed in.</param>
/// <param name="Permissions">What it asks for, in the reader's language.</param>
/// <param name="Carried">The request's parameters, for the form.</param>
/// <param name="OtherAccount">Where another account signs in for the same request.</param>
public sealed record ConsentView(
    string Application,
    string? Website,
    string Person,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<KeyValuePair<string, string>> Carried,
    string OtherAccount)
{
    /// <summary>The form's own fields, which are not part of the request.</summary>
    public const string Decision = "decision";

    /// <summary>The value of <see cref="Decision"/> that grants the request.</summary>
    public const string Allow = "allow";

    /// <summary>The value of <see cref="Decision"/> that refuses it.</summary>
    public const string Deny = "deny";

    private const string FormToken = "__RequestVerificationToken";

    /// <summary>The parameters of an authorization request that the form carries on.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Carry(OpenIddictRequest request) =>
        [.. request.GetParameters()
            .Where(parameter => parameter.Key is not (Decision or FormToken))
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value ?? ""))];
}
