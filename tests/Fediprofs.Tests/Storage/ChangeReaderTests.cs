using System.Collections.Concurrent;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fediprofs.Tests.Storage;

[Collection(ChangesCollection.Name)]
public sealed class ChangeReaderTests(TestPostgres postgres) : IAsyncLifetime
{
    private DomainRows rows = null!;

    public async ValueTask InitializeAsync() => rows = await DomainRows.OpenAsync(postgres, s => s.AddChangeReading());

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    [Fact]
    public async Task Two_nodes_under_load_turn_each_change_into_one_effect()
    {
        var seen = new ConcurrentBag<long>();
        using var one = new Recorder(rows.Get<ChangeReading>(), seen);
        using var two = new Recorder(rows.Get<ChangeReading>(), seen);
        await one.StartAsync(default);
        await two.StartAsync(default);
        await Parallel.ForAsync(0, 8, async (writer, _) =>
        {
            for (var i = 0; i < 40; i++)
            {
                await rows.TellAsync(ChangeKind.Boosted, (writer * 1000) + i);
                rows.Get<CommitSignals>().Committed(0, 1);
            }
        });
        for (var i = 0; i < 200 && seen.Count < 320; i++)
        {
            await Task.Delay(50);
        }

        await one.StopAsync(default);
        await two.StopAsync(default);
        Assert.Equal(320, seen.Count);
        Assert.Equal(320, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_change_that_cannot_be_turned_is_passed_by()
    {
        var seen = new ConcurrentBag<long>();
        using var recorder = new Recorder(rows.Get<ChangeReading>(), seen) { Poison = 2 };
        foreach (var actor in new[] { 1, 2, 3 })
        {
            await rows.TellAsync(ChangeKind.Boosted, actor);
        }

        Assert.Equal(3, await recorder.CatchUpAsync(default));
        Assert.Equal([1, 3], seen.Order());
    }

    [Fact]
    public async Task Changes_go_after_a_week()
    {
        await rows.TellAsync(ChangeKind.Boosted, 1);
        await rows.TellAsync(ChangeKind.Boosted, 2);
        await rows.SqlAsync("update changes set at = now() - interval '8 days' where actor = 1");
        using var pruning = new ChangePruning(rows.Get<ChangeReading>(), NullLogger<ChangePruning>.Instance);
        Assert.Equal(1, await pruning.PruneAsync(default));
        Assert.Equal(2L, await rows.ScalarAsync<long>("select actor from changes"));
    }

    [Fact]
    public async Task What_one_node_writes_wakes_another()
    {
        var here = rows.Get<CommitSignals>();
        var there = new CommitSignals();
        using var ringing = new ChangeBell(rows.Get<ChangeReading>(), NullLogger<ChangeBell>.Instance);
        using var listening = new ChangeBell(new(rows.Database, there, rows.Ids, TimeProvider.System), NullLogger<ChangeBell>.Instance);
        await ringing.StartAsync(default);
        await listening.StartAsync(default);
        var heard = there.Changes.Next;
        for (var i = 0; i < 100 && !heard.IsCompleted; i++)
        {
            here.Committed(0, 1);
            await Task.WhenAny(heard, Task.Delay(100));
        }

        Assert.True(heard.IsCompleted);
        await ringing.StopAsync(default);
        await listening.StopAsync(default);
    }

    private sealed class Recorder(ChangeReading reading, ConcurrentBag<long> seen) : ChangeConsumer("recorder", reading, NullLogger<Recorder>.Instance)
    {
        public long Poison { get; init; }

        protected override Task ConsumeAsync(RowWriting writing, IReadOnlyList<ChangeRow> changes, CancellationToken cancel)
        {
            if (changes.Any(c => c.Actor == Poison && Poison != 0))
            {
                throw new InvalidOperationException("Poison.");
            }

            foreach (var change in changes)
            {
                seen.Add(change.Seq);
            }

            return Task.CompletedTask;
        }
    }
}
