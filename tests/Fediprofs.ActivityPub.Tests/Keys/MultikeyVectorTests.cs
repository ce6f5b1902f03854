using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Tests.Vectors;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Tests.Keys;

public class MultikeyVectorTests
{
    private static readonly VectorFile File = new("multikey.json");

    public static TheoryData<string> Pairs => File.Ids("pairs");

    public static TheoryData<string> Base58Pairs => File.Ids("base58btc");

    public static TheoryData<string> Refused => File.Ids("refuse");

    public static TheoryData<string> Actors => File.Ids("actors");

    [Theory, MemberData(nameof(Pairs))]
    public void A_key_is_the_same_both_ways(string id)
    {
        var pair = File.Entry("pairs", id);
        var text = pair.GetProperty("multibase").GetString();
        var bytes = Convert.FromHexString(pair.GetProperty("prefixHex").GetString() + pair.GetProperty("rawKeyHex").GetString());
        Assert.Equal(text, Multibase.Encode(bytes));
        Assert.True(Multibase.TryDecode(text, out var decoded));
        Assert.Equal(bytes, decoded);

        var known = pair.GetProperty("type").GetString() is "ed25519" or "rsa";
        Assert.Equal(known, Multikey.TryDecode(text, out var key));
        if (known)
        {
            Assert.Equal(text, key!.ToMultibase());
        }
    }

    [Theory, MemberData(nameof(Base58Pairs))]
    public void Base58_is_the_same_both_ways(string id)
    {
        var pair = File.Entry("base58btc", id);
        var text = "z" + pair.GetProperty("base58btc").GetString();
        var bytes = Convert.FromHexString(pair.GetProperty("hex").GetString()!);
        Assert.Equal(text, Multibase.Encode(bytes));
        Assert.True(Multibase.TryDecode(text, out var decoded));
        Assert.Equal(bytes, decoded);
    }

    [Theory, MemberData(nameof(Refused))]
    public void What_is_no_key_is_refused(string id)
        => Assert.False(Multikey.TryDecode(File.Entry("refuse", id).GetProperty("multibase").GetString(), out _));

    [Theory, MemberData(nameof(Actors))]
    public void An_actor_has_as_many_usable_keys_as_the_vector_says(string id)
    {
        var actor = File.Entry("actors", id);
        var actorId = actor.GetProperty("actor").GetString()!;
        var now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(actor.GetProperty("usable").GetInt32(), ActorKey.ReadAll(actor).Count(key => key.TryImport(actorId, now, out _)));
    }
}
