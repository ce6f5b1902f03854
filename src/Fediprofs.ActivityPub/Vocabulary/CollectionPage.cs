namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A collection, or one page of it.</summary>
/// <param name="Id">Its id, when it has one.</param>
/// <param name="Type">As sent.</param>
/// <param name="Items">What it lists, from <c>items</c> or <c>orderedItems</c>: ids or embedded objects.</param>
/// <param name="First">Its first page: an id, or embedded.</param>
/// <param name="Next">Id of the page after this.</param>
/// <param name="PartOf">Id of the collection that this is a page of.</param>
/// <param name="TotalItems">How many there are, as its server says.</param>
public sealed record CollectionPage(
    string? Id,
    string Type,
    IReadOnlyList<ObjectRef> Items,
    ObjectRef? First,
    string? Next,
    string? PartOf,
    long? TotalItems)
{
    /// <summary>Whether it is a page rather than the whole.</summary>
    public bool IsPage => Type is "CollectionPage" or "OrderedCollectionPage";

    /// <summary>Whether only the number is shown and not who or what.</summary>
    public bool IsHidden => !IsPage && First is null && Items.Count == 0 && TotalItems is > 0;

    /// <summary>The first page, when it was embedded.</summary>
    public CollectionPage? FirstPage => First?.Embedded?.AsCollection();

    internal static CollectionPage? Read(WireObject source)
    {
        var json = source.Json;
        if (source.Type is not ("Collection" or "OrderedCollection" or "CollectionPage" or "OrderedCollectionPage"))
        {
            return null;
        }

        return new CollectionPage(
            source.Id,
            source.Type,
            [.. json.Each("orderedItems").Concat(json.Each("items")).Select(item => item.Reference()).OfType<ObjectRef>()],
            json.Reference("first"),
            json.Iri("next"),
            json.Iri("partOf"),
            json.Count("totalItems"));
    }
}
