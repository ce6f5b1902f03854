using System.Text;
using CsCheck;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Tests.Vectors;

namespace Fediprofs.ActivityPub.Tests.Keys;

public class KeyTests
{
    private static readonly VectorFile Rfc9421 = new("rfc9421.json");

    private static string Spki => Rfc9421["keys"].GetProperty("test-key-rsa").GetProperty("publicKeyPem").GetString()!;

    private static string Pkcs1 => Rfc9421["keys"].GetProperty("test-key-rsa").GetProperty("publicKeyPkcs1Pem").GetString()!;

    public static TheoryData<string, string> PemForms => new()
    {
        { "as written", Spki },
        { "PKCS#1", Pkcs1 },
        { "no final newline", Spki.TrimEnd() },
        { "bytes after END, as snac2 has them", Spki + "\u0001\u0002garbage" },
        { "text before", "a key:\n" + Spki },
        { "CRLF", Spki.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "one line", Spki.Replace("\n", "", StringComparison.Ordinal) },
        { "SPKI under the label of PKCS#1", Spki.Replace("PUBLIC KEY", "RSA PUBLIC KEY", StringComparison.Ordinal) },
    };

    [Theory, MemberData(nameof(PemForms))]
    public void A_public_key_is_read_in_every_form_that_peers_publish(string form, string pem)
    {
        Assert.True(RsaKeys.TryImportPem(pem, out var key), form);
        Assert.Equal(Spki, key.ToPem());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n!!!\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void What_is_no_public_key_is_refused(string? pem) => Assert.False(VerificationKey.TryFromPem(pem, out _));

    [Fact]
    public void A_private_key_is_not_taken_for_a_public_one()
        => Assert.False(VerificationKey.TryFromPem(Rfc9421["keys"].GetProperty("test-key-rsa").GetProperty("privateKeyPem").GetString(), out _));

    [Fact]
    public void A_key_too_small_to_mean_anything_is_refused()
    {
        using var small = System.Security.Cryptography.RSA.Create(512);
        Assert.False(VerificationKey.TryFromPem(small.ExportSubjectPublicKeyInfoPem(), out _));
    }

    [Fact]
    public void Any_text_in_a_pem_is_refused_without_an_exception()
        => Gen.Byte.Array[0, 200].Sample(bytes =>
            Assert.False(VerificationKey.TryFromPem($"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(bytes)}\n-----END PUBLIC KEY-----", out _)), iter: 500);

    [Fact]
    public void Keys_survive_being_stored()
    {
        var data = "bonjour"u8.ToArray();
        foreach (SigningKey key in new SigningKey[] { RsaKeys.Generate(), Ed25519Keys.Generate() })
        {
            var signature = key.Sign(data);
            Assert.Equal(signature, SigningKey.Import(key.Algorithm, key.ExportPrivate()).Sign(data));
            Assert.True(VerificationKey.TryImport(key.Algorithm, key.PublicKey.Export(), out var fromBytes) && fromBytes.Verify(data, signature));
            Assert.True(VerificationKey.TryFromPem(key.PublicKey.ToPem(), out var fromPem) && fromPem.Verify(data, signature));
            Assert.True(Multikey.TryDecode(key.PublicKey.ToMultibase(), out var fromMultibase) && fromMultibase.Verify(data, signature));
        }
    }

    [Fact]
    public void A_key_shows_nothing_private_as_text()
    {
        var rsa = RsaKeys.Generate();
        var ed25519 = Ed25519Keys.Generate();
        Assert.Equal("RSA-2048 signing key", rsa.ToString());
        Assert.Equal("Ed25519 signing key", ed25519.ToString());

        // Serialisers read public properties; none gives the private half.
        Assert.DoesNotContain(typeof(RsaSigningKey).GetProperties(), property => property.Name.Contains("Private", StringComparison.Ordinal));
        Assert.DoesNotContain(typeof(Ed25519SigningKey).GetProperties(), property => property.Name.Contains("Private", StringComparison.Ordinal));
    }

    [Fact]
    public void One_key_object_serves_many_threads()
    {
        foreach (SigningKey key in new SigningKey[] { RsaKeys.Generate(), Ed25519Keys.Generate() })
        {
            Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                var data = Encoding.UTF8.GetBytes($"message {i}");
                var other = Encoding.UTF8.GetBytes($"message {i + 1}");
                var signature = key.Sign(data);
                Assert.True(key.PublicKey.Verify(data, signature));
                Assert.False(key.PublicKey.Verify(other, signature));
            });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(256)]
    [InlineData(5000)]
    public void A_signature_of_any_length_is_refused_without_an_exception(int length)
    {
        Assert.False(RsaKeys.Generate().PublicKey.Verify("x"u8, new byte[length]));
        Assert.False(Ed25519Keys.Generate().PublicKey.Verify("x"u8, new byte[length]));
    }
}
