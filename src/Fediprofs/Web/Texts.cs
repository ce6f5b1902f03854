using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Fediprofs.Web;

/// <summary>What the pages say, from <c>Texts.resx</c> (French) and <c>Texts.en.resx</c> (English), in the language being spoken.</summary>
public sealed class Texts(IStringLocalizer<Texts> localizer)
{
    /// <summary>The text with this key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text: a mistake in a page, shown by its first test.</exception>
    public string this[string key] => Find(key) ?? throw Missing(key);

    /// <summary>The text with this key, its places filled.</summary>
    public string this[string key, params object[] arguments] => string.Format(CultureInfo.CurrentCulture, this[key], arguments);

    /// <summary>
    /// A number and its noun, <c>key.one</c> or <c>key.other</c>; place 0 is the number. French counts 0 and 1 as one, English
    /// only 1 (CLDR plural rules).
    /// </summary>
    public string Count(string key, int number, params object[] others)
    {
        var one = Language.Current == "fr" ? number is 0 or 1 : number is 1;
        return this[key + (one ? ".one" : ".other"), [number, .. others]];
    }

    /// <summary>The text with this key, or null if there is none.</summary>
    public string? Find(string key) => localizer[key] is { ResourceNotFound: false } found ? found.Value : null;

    private static KeyNotFoundException Missing(string key) => new("There is no text " + key + " in Texts.resx.");
}
