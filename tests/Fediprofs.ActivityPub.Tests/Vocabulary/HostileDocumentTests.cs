using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Tests.Vocabulary;

public class HostileDocumentTests
{
    private static readonly byte[][] Samples = [.. Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "activities"))
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllBytes)];

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"Create\"")]
    [InlineData("{")]
    [InlineData("{\"type\":\"Create\"}")]
    [InlineData("{\"type\":\"Create\",\"actor\":\"https://a.example/u\"}")]
    [InlineData("{\"type\":\"Create\",\"actor\":\"https://a.example/u\",\"object\":[]}")]
    [InlineData("{\"type\":\"Create\",\"actor\":\"https://a.example/u\",\"object\":\"with a blank\"}")]
    [InlineData("{\"type\":7,\"actor\":\"https://a.example/u\",\"object\":\"https://a.example/1\"}")]
    [InlineData("{\"type\":\"Like\",\"actor\":\"https://a.example/u\",\"object\":\"https://a.example/\\ud800\"}")]
    [InlineData("{\"type\":\"Like\",\"actor\":\"https://a.example/u\",\"object\":\"https://a.example/1\",\"\\uD800\":1}")]
    public void What_is_no_activity_is_refused_with_a_problem(string json)
    {
        Assert.False(ActivityDocument.TryRead(Encoding.UTF8.GetBytes(json), out var activity, out var problem));
        Assert.Null(activity);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.False(ActivityDocument.TryRead([.. "{\"type\":\""u8, 0xE8, .. "\"}"u8], out _, out _));

    [Fact]
    public void Nesting_deeper_than_the_limit_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"object\":", 40)) + "1" + new string('}', 40);
        Assert.False(ActivityDocument.TryRead(Encoding.UTF8.GetBytes(deep), out _, out _));
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm() =>
        Assert.True(ActivityDocument.TryRead(
            [0xEF, 0xBB, 0xBF, .. "{\"type\":\"Like\",\"actor\":\"https://a.example/u\",\"object\":\"https://a.example/1\"}"u8], out _, out _));

    [Fact]
    public void Nul_never_comes_out_of_a_text()
    {
        Assert.True(WireObject.TryRead("{\"id\":\"https://a.example/1\",\"type\":\"Note\",\"content\":\"a\\u0000b\"}"u8, out var document, out _));
        Assert.Equal("ab", document.AsPost()!.Content);
    }

    [Theory]
    [InlineData("to", "\"u{0}\"")]
    [InlineData("tag", "{{\"type\":\"Mention\",\"href\":\"u{0}\"}}")]
    [InlineData("tag", "{{\"type\":\"Hashtag\",\"name\":\"t{0}\"}}")]
    [InlineData("oneOf", "{{\"name\":\"o{0}\"}}")]
    [InlineData("attributedTo", "\"u{0}\"")]
    public void Endless_lists_are_read_in_less_than_a_second(string member, string item)
    {
        var items = string.Join(',', Enumerable.Range(0, 1_000_000 / item.Length).Select(number => string.Format(CultureInfo.InvariantCulture, item, number)));
        var utf8 = Encoding.UTF8.GetBytes($$"""{"id":"https://a.example/1","type":"Note","{{member}}":[{{items}}]}""");
        var watch = Stopwatch.StartNew();
        Assert.True(WireObject.TryRead(utf8, out var document, out _));
        Assert.NotNull(document.AsPost());
        // Not a measurement: what grows faster than its input would take minutes here, on any machine.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_long_description_is_not_cut_within_a_character()
    {
        var description = new string('a', 9_999) + "😀😀";
        var json = $$$"""{"id":"https://a.example/1","type":"Note","attachment":{"type":"Image","url":"https://a.example/i","name":"{{{description}}}"}}""";
        Assert.True(WireObject.TryRead(Encoding.UTF8.GetBytes(json), out var document, out _));
        Assert.Equal(9_999, Assert.Single(document.AsPost()!.Attachments).Description!.Length);
    }

    [Fact]
    public void Mutated_samples_never_throw() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Select(Gen.Int[0, 1_000_000], Gen.Byte).Array[1, 12], Gen.Int[0, 3])
            .Sample((sample, changes, cut) =>
            {
                var bytes = Samples[sample].ToArray();
                foreach (var (position, value) in changes)
                {
                    bytes[position % bytes.Length] = value;
                }

                ReadEverything(cut == 0 ? bytes.AsSpan(0, bytes.Length / 2) : bytes);
            }, iter: 2_000, threads: 1);

    // Values swapped for others of a wrong kind keep the JSON whole, so that the readers themselves are met.
    [Fact]
    public void Values_of_the_wrong_kind_never_throw()
    {
        string[] wrong = ["null", "[]", "{}", "7", "-1e400", "true", "\"\"", "\"x\"", "[[[]]]", "[null,{}]", "{\"id\":{}}", "{\"type\":[1]}", "\"0001-01-01T00:00:00+14:00\""];
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, 1000], Gen.Int[0, wrong.Length - 1].Select(index => wrong[index]))
            .Sample((sample, place, value) =>
            {
                var text = Encoding.UTF8.GetString(Samples[sample]);
                var colons = text.Split("\": ");
                var at = 1 + (place % (colons.Length - 1));
                var rest = colons[at];
                var end = rest.IndexOfAny([',', '\n']);
                colons[at] = value + (end < 0 ? "" : rest[end..]);
                ReadEverything(Encoding.UTF8.GetBytes(string.Join("\": ", colons)));
            }, iter: 3_000, threads: 1);
    }

    private static void ReadEverything(ReadOnlySpan<byte> utf8)
    {
        if (!WireObject.TryRead(utf8, out var document, out _))
        {
            return;
        }

        _ = document.AsPost()?.VisibilityFor(null);
        _ = document.AsActor()?.SpeaksRfc9421;
        _ = document.AsCollection()?.FirstPage;
        _ = document.AsKey();
        switch (document.AsActivity())
        {
            case Create create:
                _ = create.Post?.IsVote;
                break;
            case Update update:
                _ = (update.Post, update.Actor);
                break;
            case Announce announce:
                _ = announce.PassedOn;
                break;
            case Accept accept:
                _ = (accept.Request, accept.ResultId);
                break;
            case Undo undo:
                _ = undo.Undone;
                break;
            case UnknownActivity unknown:
                _ = (unknown.ObjectIds, unknown.TargetId, unknown.Instrument, unknown.Content);
                break;
        }
    }
}
