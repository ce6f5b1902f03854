namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>What an activity is about: a bare id, or an embedded object (which may lack an id).</summary>
/// <param name="Id">The id, compared byte for byte; null for an anonymous embedded object.</param>
/// <param name="Embedded">The object itself, when it was sent along.</param>
public sealed record ObjectRef(string? Id, WireObject? Embedded);
