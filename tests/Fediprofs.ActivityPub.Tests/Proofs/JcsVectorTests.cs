using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Fediprofs.ActivityPub.Proofs;
using Fediprofs.ActivityPub.Tests.Vectors;

namespace Fediprofs.ActivityPub.Tests.Proofs;

public class JcsVectorTests
{
    private static readonly VectorFile File = new("jcs.json");

    public static TheoryData<string> Numbers => File.Ids("numbers");

    public static TheoryData<string> Documents => File.Ids("documents");

    public static TheoryData<string> Failures => File.Ids("mustFail");

    [Theory, MemberData(nameof(Numbers))]
    public void A_number_is_written_as_the_vector_says(string id)
    {
        var vector = File.Entry("numbers", id);
        var value = BitConverter.UInt64BitsToDouble(Convert.ToUInt64(vector.GetProperty("ieee754").GetString(), 16));
        if (vector.GetProperty("json").GetString() is { } expected)
        {
            Assert.Equal(expected, Jcs.Number(value));
        }
        else
        {
            Assert.Throws<FormatException>(() => Jcs.Number(value));
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public void A_document_has_the_canonical_form_that_the_vector_says(string id)
    {
        var vector = File.Entry("documents", id);
        var canonical = Jcs.Canonicalize(vector.GetProperty("input").GetString()!);
        Assert.Equal(vector.GetProperty("canonical").GetString(), Encoding.UTF8.GetString(canonical));
        Assert.Equal(vector.GetProperty("canonicalUtf8Hex").GetString(), Convert.ToHexStringLower(canonical));
        Assert.Equal(vector.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(canonical)));
    }

    [Theory, MemberData(nameof(Failures))]
    public void What_has_no_canonical_form_is_refused(string id)
        => Assert.Throws<FormatException>(() => Jcs.Canonicalize(File.Entry("mustFail", id).GetProperty("input").GetString()!));

    [Fact]
    public void A_document_nested_too_deep_is_refused()
        => Assert.Throws<FormatException>(() => Jcs.Canonicalize(new string('[', 100_000) + new string(']', 100_000)));

    [Fact]
    public void Every_double_comes_back_from_its_canonical_form()
        => Gen.Double.Where(double.IsFinite).Sample(value =>
            Assert.Equal(value == 0 ? 0 : value, double.Parse(Jcs.Number(value), System.Globalization.CultureInfo.InvariantCulture)), iter: 5_000);

    [Fact]
    public void The_canonical_form_of_a_canonical_form_is_itself()
        => Gen.Dictionary(Gen.String.Where(IsText), Gen.String.Where(IsText))[0, 10].Sample(members =>
        {
            var once = Jcs.Canonicalize(JsonSerializer.SerializeToElement(members));
            Assert.Equal(once, Jcs.Canonicalize(Encoding.UTF8.GetString(once)));
        }, iter: 500);

    private static bool IsText(string text) => !text.Any(char.IsSurrogate);
}
