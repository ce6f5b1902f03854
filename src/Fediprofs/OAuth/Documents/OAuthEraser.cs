using System.Globalization;
using Fediprofs.Domain.Storage;
using Fediprofs.OAuth.Tokens;
using Marten;

namespace Fediprofs.OAuth.Documents;

/// <summary>Erases the tokens and consents of a person; every node hears that they are no longer valid.</summary>
internal sealed class OAuthEraser(IDocumentStore store) : IEraser
{
    public async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        var subject = person.Actor.ToString(CultureInfo.InvariantCulture);
        // In the transaction of the erasure, but a session of its own: the unit's is saved only where there are events.
        await using var session = store.LightweightSession(Marten.Services.SessionOptions.ForTransaction(unit.Writing.Transaction));
        var tokens = await session.Query<OAuthToken>().Where(t => t.Subject == subject).Select(t => t.Id).ToListAsync(cancel);
        foreach (var token in tokens)
        {
            session.Delete<OAuthToken>(token);
            LiveTokens.Announce(session, token);
        }

        session.DeleteWhere<OAuthAuthorization>(a => a.Subject == subject);
        await session.SaveChangesAsync(cancel);
        return true;
    }
}
