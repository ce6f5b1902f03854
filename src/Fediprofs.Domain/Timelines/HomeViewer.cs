using System.Collections.Frozen;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>What decides which entries somebody sees at home.</summary>
/// <param name="Account">Who looks.</param>
/// <param name="Following">Who is followed, and whether their boosts are shown.</param>
/// <param name="Hidden">Who is blocked or muted.</param>
/// <param name="BlockedBy">Who blocks.</param>
internal sealed record HomeViewer(long Account, FrozenDictionary<long, bool> Following, FrozenSet<long> Hidden, FrozenSet<long> BlockedBy)
{
    /// <summary>Those whose entries come home: the followed and oneself.</summary>
    public long[] Authors { get; } = [Account, .. Following.Keys];

    // Index: follows_follower, blocks_pkey, mutes_pkey, blocks_target.
    public static async Task<HomeViewer> LoadAsync(NpgsqlDataSource database, long account, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select 1, followed, show_boosts from follows where follower = $1 and state = 1
            union all select 2, target, true from blocks where actor = $1
            union all select 2, target, true from mutes where actor = $1 and (expires_at is null or expires_at > $2)
            union all select 3, actor, true from blocks where target = $1
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = now });
        var following = new Dictionary<long, bool>();
        var hidden = new HashSet<long>();
        var blockedBy = new HashSet<long>();
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            var other = r.GetInt64(1);
            switch (r.GetInt32(0))
            {
                case 1: following[other] = r.GetBoolean(2); break;
                case 2: hidden.Add(other); break;
                default: blockedBy.Add(other); break;
            }
        }

        return new(account, following.ToFrozenDictionary(), hidden.ToFrozenSet(), blockedBy.ToFrozenSet());
    }

    /// <summary>
    /// Whether an entry comes home (Mastodon's rules): own entries; posts of the followed, answers only to whom one also
    /// follows, to oneself or to their own author; boosts where wanted. Never what is direct, nor anything of, by or
    /// mentioning somebody blocked or muted.
    /// </summary>
    public bool Shows(HomeCandidate c)
    {
        if (!c.Available || c.EntryVisibility == Posts.Visibility.Direct || c.PostVisibility == Posts.Visibility.Direct)
        {
            return false;
        }

        var own = c.Item.Author == Account;
        var showsBoosts = true;
        if (!own && !Following.TryGetValue(c.Item.Author, out showsBoosts))
        {
            return false;
        }

        if (!own && (Hidden.Contains(c.Item.Author) || Hidden.Contains(c.PostAuthor) || BlockedBy.Contains(c.PostAuthor) || c.Mentions.Any(Hidden.Contains)))
        {
            return false;
        }

        var named = c.PostAuthor == Account || c.Mentions.Contains(Account);
        if (c.PostVisibility == Posts.Visibility.Followers && !named && !Following.ContainsKey(c.PostAuthor))
        {
            return false;
        }

        if (c.Item.Kind == EntryKind.Boost)
        {
            return own || showsBoosts;
        }

        return own || c.Item.Kind != EntryKind.Reply || named
            || (c.ParentAuthor is { } parent && (parent == Account || parent == c.Item.Author || Following.ContainsKey(parent)));
    }
}

/// <summary>An entry with what <see cref="HomeViewer.Shows"/> asks of it.</summary>
/// <param name="Item">The line it would be.</param>
/// <param name="PostAuthor">Who wrote the post.</param>
/// <param name="EntryVisibility">Of the boost, or the post.</param>
/// <param name="PostVisibility">Of the post.</param>
/// <param name="ParentAuthor">Whom the post answers, when known.</param>
/// <param name="Mentions">Who is mentioned or addressed.</param>
/// <param name="Available">Neither author nor booster is suspended or gone.</param>
internal sealed record HomeCandidate(TimelineItem Item, long PostAuthor, Posts.Visibility EntryVisibility, Posts.Visibility PostVisibility, long? ParentAuthor, long[] Mentions, bool Available);
