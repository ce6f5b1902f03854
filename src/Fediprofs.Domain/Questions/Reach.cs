using Fediprofs.Domain.Curriculum;
using Npgsql;

namespace Fediprofs.Domain.Questions;

/// <summary>How far a post was carried by boosts.</summary>
/// <param name="Colleagues">How many people boosted it, its author apart.</param>
/// <param name="Academies">Of how many académies, as far as their profiles or the domains of their servers say.</param>
/// <param name="Servers">On how many servers, this one included.</param>
public readonly record struct PostReach(int Colleagues, int Academies, int Servers);

/// <summary>Reads how far posts were carried ("relayed by 12 colleagues of 4 académies").</summary>
public sealed class Reach(NpgsqlDataSource database, CurriculumCatalogue curriculum)
{
    /// <summary>The reach of posts, in one query; who was never boosted is left out. Index: reactions_pkey.</summary>
    public async Task<Dictionary<long, PostReach>> OfAsync(IReadOnlyCollection<long> posts, CancellationToken cancel)
    {
        var reach = new Dictionary<long, PostReach>();
        if (posts.Count == 0)
        {
            return reach;
        }

        await using var command = database.CreateCommand(
            """
            select r.post, a.academie, a.domain, count(*)::int
            from reactions r join posts p on p.id = r.post join actors a on a.id = r.actor
            where r.post = any($1) and r.kind = 1 and r.actor <> p.author and a.suspended_at is null and a.deleted_at is null
            group by r.post, a.academie, a.domain
            """);
        command.Parameters.Add(new() { Value = posts.Distinct().ToArray() });
        var carried = new List<(long Post, string? Academie, string Domain, int People)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (academie, domain) = (reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2));
            carried.Add((reader.GetInt64(0), academie ?? curriculum.AcademieByDomain(domain.Split(':')[0])?.Key, domain, reader.GetInt32(3)));
        }

        foreach (var post in carried.GroupBy(c => c.Post))
        {
            reach[post.Key] = new(
                post.Sum(c => c.People), post.Select(c => c.Academie).OfType<string>().Distinct().Count(), post.Select(c => c.Domain).Distinct().Count());
        }

        return reach;
    }
}
