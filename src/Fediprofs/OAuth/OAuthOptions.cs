namespace Fediprofs.OAuth;

/// <summary>What OAuth needs to know of the instance.</summary>
public sealed class OAuthOptions
{
    /// <param name="publicUrl">Scheme and authority that others see, such as <c>https://lyon.example</c>.</param>
    public OAuthOptions(string publicUrl)
    {
        PublicUrl = new Uri(publicUrl, UriKind.Absolute);
        Issuer = PublicUrl.GetLeftPart(UriPartial.Authority) + "/";
    }

    public Uri PublicUrl { get; }

    /// <summary>Issuer and audience of every token: the public URL with its final slash, as Mastodon writes it.</summary>
    public string Issuer { get; }

    /// <summary>Tells cookies of instances on one host apart: browsers do not separate ports.</summary>
    public string CookieSuffix => string.Concat(PublicUrl.Authority.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}
