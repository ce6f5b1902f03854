using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Reactions;

/// <summary>The text columns of reactions.</summary>
internal static class ReactionColumns
{
    public static readonly ErasedColumns[] All = [new("reactions", "activity_uri", "opaque ids")];
}
