namespace Fediprofs.Domain.Storage;

/// <summary>An event that holds a person's text: erasure replaces it by <see cref="Erased"/>.</summary>
public interface IPersonalText
{
    /// <summary>The same event without personal text.</summary>
    object Erased();
}
