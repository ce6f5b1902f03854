using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>The text columns of follows and blocks.</summary>
internal static class RelationshipColumns
{
    public static readonly ErasedColumns[] All = [new("follows", "activity_uri", "opaque ids"), new("blocks", "activity_uri", "opaque ids")];
}
