using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using JasperFx;
using Marten;
using OpenIddict.Abstractions;

// OpenIddict's interfaces leave TResult free, Marten's queries want it notnull; the queries come from callers, who know.
#pragma warning disable CS8714

namespace Fediprofs.OAuth.Documents;

/// <summary>What OpenIddict's four stores do alike over Marten: count, create, find by id, list, update, delete.</summary>
public abstract class OAuthStore<TDocument>(IDocumentStore store, TimeProvider clock)
    where TDocument : OAuthDocument, new()
{
    protected IDocumentStore Store { get; } = store;

    protected TimeProvider Clock { get; } = clock;

    public async ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var session = Store.QuerySession();
        return await session.Query<TDocument>().LongCountAsync(cancellationToken);
    }

    public async ValueTask<long> CountAsync<TResult>(Func<IQueryable<TDocument>, IQueryable<TResult>> query, CancellationToken cancellationToken)
    {
        await using var session = Store.QuerySession();
        return await query(session.Query<TDocument>()).LongCountAsync(cancellationToken);
    }

    public virtual async ValueTask CreateAsync(TDocument document, CancellationToken cancellationToken)
    {
        if (document.Id.Length == 0)
        {
            document.Id = NewId();
        }

        await using var session = Store.LightweightSession();
        session.Insert(document);
        await session.SaveChangesAsync(cancellationToken);
    }

    public virtual async ValueTask DeleteAsync(TDocument document, CancellationToken cancellationToken)
    {
        await using var session = Store.LightweightSession();
        session.Delete<TDocument>(document.Id);
        await session.SaveChangesAsync(cancellationToken);
    }

    public async ValueTask<TDocument?> FindByIdAsync(string identifier, CancellationToken cancellationToken)
    {
        await using var session = Store.QuerySession();
        return await session.LoadAsync<TDocument>(identifier, cancellationToken);
    }

    public async ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<TDocument>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken)
    {
        await using var session = Store.QuerySession();
        return await query(session.Query<TDocument>(), state).FirstOrDefaultAsync(cancellationToken);
    }

    public ValueTask<string?> GetIdAsync(TDocument document, CancellationToken cancellationToken) => new(document.Id);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(TDocument document, CancellationToken cancellationToken) =>
        new(document.Properties.ToImmutableDictionary());

    public ValueTask<TDocument> InstantiateAsync(CancellationToken cancellationToken) => new(new TDocument());

    public IAsyncEnumerable<TDocument> ListAsync(int? count, int? offset, CancellationToken cancellationToken) =>
        StreamAsync(
            documents => documents.OrderBy(document => document.Id).Skip(offset ?? 0).Take(count ?? int.MaxValue),
            cancellationToken);

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<TDocument>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) =>
        StreamAsync(documents => query(documents, state), cancellationToken);

    public ValueTask SetPropertiesAsync(TDocument document, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken)
    {
        document.Properties = new Dictionary<string, JsonElement>(properties);
        return default;
    }

    public async ValueTask UpdateAsync(TDocument document, CancellationToken cancellationToken)
    {
        await using var session = Store.LightweightSession();
        session.UpdateExpectedVersion(document, document.Version);
        BeforeUpdate(session, document);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
        }
        catch (ConcurrencyException exception)
        {
            throw new OpenIddictExceptions.ConcurrencyException(exception.Message, exception);
        }

        AfterUpdate(document);
    }

    /// <summary>Adds to the transaction that writes <paramref name="document"/>.</summary>
    protected virtual void BeforeUpdate(IDocumentOperations session, TDocument document)
    {
    }

    /// <summary>Runs once <paramref name="document"/> is committed.</summary>
    protected virtual void AfterUpdate(TDocument document)
    {
    }

    protected virtual string NewId() => Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");

    protected async IAsyncEnumerable<TResult> StreamAsync<TResult>(
        Func<IQueryable<TDocument>, IQueryable<TResult>> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = Store.QuerySession();
        foreach (var found in await query(session.Query<TDocument>()).ToListAsync(cancellationToken))
        {
            yield return found;
        }
    }

    protected async ValueTask<TDocument?> FirstAsync(
        System.Linq.Expressions.Expression<Func<TDocument, bool>> where, CancellationToken cancellationToken)
    {
        await using var session = Store.QuerySession();
        return await session.Query<TDocument>().FirstOrDefaultAsync(where, cancellationToken);
    }

    protected static ImmutableDictionary<CultureInfo, string> ByCulture(Dictionary<string, string> texts) =>
        texts.ToImmutableDictionary(text => CultureInfo.GetCultureInfo(text.Key), text => text.Value);

    protected static Dictionary<string, string> ByName(ImmutableDictionary<CultureInfo, string> texts) =>
        texts.ToDictionary(text => text.Key.Name, text => text.Value);
}
