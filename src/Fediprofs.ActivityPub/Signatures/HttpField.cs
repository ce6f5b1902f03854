namespace Fediprofs.ActivityPub.Signatures;

/// <summary>One header line.</summary>
/// <param name="Name">The field's name, in any case.</param>
/// <param name="Value">The line's value; two lines with one name are two fields.</param>
public readonly record struct HttpField(string Name, string Value);
