using System.Security.Cryptography;
using System.Xml.Linq;
using Fediprofs.OAuth.Documents;
using JasperFx;
using Marten;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.IdentityModel.Tokens;

namespace Fediprofs.OAuth.Tokens;

/// <summary>The instance's keys for tokens, codes and cookies: made once, kept in its database, the same on every node.</summary>
public sealed class OAuthKeys(IDocumentStore store, TimeProvider clock) : IXmlRepository
{
    // Session keys are replaced by replacing the document; a ring that renews itself would need a store that every node watches.
    private static readonly TimeSpan SessionKeyLifetime = TimeSpan.FromDays(3650);

    private Loaded? loaded;

    /// <summary>Signs access tokens (ES256).</summary>
    public ECDsaSecurityKey SigningKey => Current.Signing;

    /// <summary>Encrypts what an authorization code stands for (256 bits).</summary>
    public SymmetricSecurityKey EncryptionKey => Current.Encryption;

    private Loaded Current =>
        loaded ?? throw new InvalidOperationException($"{nameof(OAuthKeys)} are used before {nameof(LoadAsync)}.");

    /// <summary>Reads the keys, or makes them when the instance has none yet. Of two nodes that make them, the first to commit wins.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (loaded is not null)
        {
            return;
        }

        await using var reader = store.QuerySession();
        var keys = await reader.LoadAsync<OAuthKeySet>(OAuthKeySet.OnlyId, cancellationToken);
        if (keys is null)
        {
            await using var writer = store.LightweightSession();
            writer.Insert(Generate());
            try
            {
                await writer.SaveChangesAsync(cancellationToken);
            }
            catch (DocumentAlreadyExistsException)
            {
                // Another node was faster; its keys are read below.
            }

            keys = await reader.LoadAsync<OAuthKeySet>(OAuthKeySet.OnlyId, cancellationToken)
                ?? throw new InvalidOperationException("The OAuth keys were written and cannot be read.");
        }

        loaded = Loaded.From(keys);
    }

    IReadOnlyCollection<XElement> IXmlRepository.GetAllElements() => [XElement.Parse(Current.SessionKey)];

    void IXmlRepository.StoreElement(XElement element, string friendlyName) =>
        throw new NotSupportedException("Session keys are made with the instance's other keys.");

    private OAuthKeySet Generate()
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new OAuthKeySet
        {
            SigningKey = signing.ExportPkcs8PrivateKey(),
            EncryptionKey = RandomNumberGenerator.GetBytes(32),
            SessionKey = NewSessionKey(),
        };
    }

    private string NewSessionKey()
    {
        var written = new Written();
        var services = new ServiceCollection();
        services.AddDataProtection();
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = written);
        using var provider = services.BuildServiceProvider();
        var now = clock.GetUtcNow();
        provider.GetRequiredService<IKeyManager>().CreateNewKey(now, now + SessionKeyLifetime);
        return written.Element!.ToString(SaveOptions.DisableFormatting);
    }

    private sealed record Loaded(ECDsaSecurityKey Signing, SymmetricSecurityKey Encryption, string SessionKey)
    {
        public static Loaded From(OAuthKeySet keys)
        {
            var signing = ECDsa.Create();
            signing.ImportPkcs8PrivateKey(keys.SigningKey, out _);
            var id = Base64UrlEncoder.Encode(SHA256.HashData(signing.ExportSubjectPublicKeyInfo())[..12]);
            return new Loaded(
                new ECDsaSecurityKey(signing) { KeyId = id },
                new SymmetricSecurityKey(keys.EncryptionKey),
                keys.SessionKey);
        }
    }

    private sealed class Written : IXmlRepository
    {
        public XElement? Element { get; private set; }

        public IReadOnlyCollection<XElement> GetAllElements() => [];

        public void StoreElement(XElement element, string friendlyName) => Element = element;
    }
}
