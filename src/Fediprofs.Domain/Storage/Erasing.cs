using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Storage;

/// <summary>The person of this instance who is erased.</summary>
/// <param name="Actor">Snowflake.</param>
/// <param name="Uri">The actor's id; it stays as a tombstone.</param>
/// <param name="Username">The handle; null in later runs, when nobody knows it any more.</param>
/// <param name="Domain">The part after the @.</param>
/// <param name="PublicUrl">What addresses of this instance begin with.</param>
public sealed record ErasedPerson(long Actor, string Uri, string? Username, string Domain, string PublicUrl)
{
    /// <summary>
    /// Arguments of the SQL function <c>unnamed</c>, as regular expressions: what stands before the handle in the address of the
    /// profile page, the handle, the domain.
    /// </summary>
    public (string Page, string Handle, string Domain) Patterns => (Regex.Escape(PublicUrl + "/"), Regex.Escape(Username ?? ""), Regex.Escape(Domain));

    /// <summary>Patterns of <c>like</c> for lower-case JSON that names the person: by the page, the handle with its domain, the handle alone.</summary>
    public string[] Likes { get; } = Username is null ? [] :
        [.. new[] { $"{PublicUrl}/@{Username}", $"@{Username}@{Domain}", $"\"@{Username}\"" }
            .Select(n => n.ToLowerInvariant().Replace("_", "\\_", StringComparison.Ordinal)).Select(n => $"%{n}%")];
}

/// <summary>
/// What a slice or a rim does when a person is erased. Runs in the transaction of the erasure, and again later, without the name,
/// until everything that was still needed is gone; so it is idempotent.
/// </summary>
public interface IEraser
{
    /// <summary>Erases what is this slice's; answers false when something is still needed and must be erased by a later run.</summary>
    Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel);
}

/// <summary>
/// Says of text columns who takes a person's words and name out of them, or why they hold none. Every column that can hold text
/// has one: a test compares the declarations with the database.
/// </summary>
/// <param name="Table">Schema and name; without a schema: <c>public</c>.</param>
/// <param name="Columns">Names, with spaces between.</param>
/// <param name="How">The eraser's name, or the reason.</param>
public sealed record ErasedColumns(string Table, string Columns, string How);

/// <summary>Registers what a slice declares and does about erasure.</summary>
public static class ErasureDeclarations
{
    /// <summary>Adds declarations of text columns.</summary>
    public static IServiceCollection AddErased(this IServiceCollection services, params ReadOnlySpan<ErasedColumns> columns)
    {
        foreach (var declared in columns)
        {
            services.AddSingleton(declared);
        }

        return services;
    }
}
