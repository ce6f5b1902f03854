using System.Text.Json.Nodes;
using Fediprofs.Testing;
using JasperFx.Events;
using Marten;

namespace Fediprofs.Tests.Storage;

/// <summary>
/// Events are never written anew: what was stored once must be read for ever. Beside this file stands one stored sample of each,
/// under its released name; a sample is added, never changed.
/// </summary>
public sealed class StoredEventTests(TestPostgres postgres)
{
    [Fact]
    public async Task Every_event_reads_what_was_once_stored_under_its_name()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var options = ((DocumentStore)host.Get<IDocumentStore>()).Options;
        var serializer = options.Serializer();
        var known = ((IReadOnlyStoreOptions)options).Events.AllKnownEventTypes().Where(e => e.EventType.Namespace!.StartsWith("Fediprofs", StringComparison.Ordinal)).ToDictionary(e => e.EventTypeName, e => e.EventType);
        var samples = Directory.GetFiles(Repository.Of("tests", "Fediprofs.Tests", "Storage", "Events"), "*.json").ToDictionary(f => Path.GetFileNameWithoutExtension(f)!);

        var wrong = known.Keys.Except(samples.Keys).Select(n => $"{n} has no stored sample.")
            .Concat(samples.Keys.Except(known.Keys).Select(n => $"{n} was released, and nothing reads it any more.")).ToList();
        foreach (var (name, file) in samples.Where(s => known.ContainsKey(s.Key)))
        {
            var stored = await File.ReadAllTextAsync(file);
            await using var stream = File.OpenRead(file);
            var read = serializer.FromJson(known[name], stream);
            var again = JsonNode.Parse(serializer.ToJson(read))!.AsObject();
            wrong.AddRange(JsonNode.Parse(stored)!.AsObject().Where(p => !JsonNode.DeepEquals(p.Value, again[p.Key])).Select(p => $"{name}: {p.Key} is not read as it was stored."));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
