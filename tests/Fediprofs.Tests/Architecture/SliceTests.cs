using System.Text.RegularExpressions;
using Fediprofs.Testing;
using Mono.Cecil;

namespace Fediprofs.Tests.Architecture;

/// <summary>Who may know whom: the plan of docs/architecture.md, compared with what the compiler made.</summary>
public sealed partial class SliceTests
{
    /// <summary>The slices of the domain, ground first; those on one line do not know each other.</summary>
    private static readonly string[][] Order =
    [
        ["Storage"], ["Remote"], ["Curriculum"], ["Actors"], ["Accounts"], ["Relationships"], ["Posts"], ["Reactions"], ["Questions"], ["Deliveries"],
        ["Timelines", "Notifications", "Search"], ["Privacy"],
    ];

    /// <summary>Which slices read the documents of other servers, or write the HTML of our own.</summary>
    private static readonly string[] ReadTheWire = ["Remote", "Actors", "Accounts", "Posts", "Reactions", "Search"];

    [Fact]
    public void A_slice_uses_only_slices_to_its_left()
    {
        // A reader that sees nothing finds nothing wrong: this much is there, and stands in the body of an asynchronous method.
        Assert.Contains(Uses.All, u => u is { File: "Questions/AskQuestion.cs", To.Name: "PublishPost" });
        var wrong = Uses.All.Where(u => InDomain(u.From) && InDomain(u.To) && Place(u.To) >= Place(u.From) && Uses.Part(u.To) != Uses.Part(u.From))
            .Select(u => $"{Uses.Part(u.From)} uses {Uses.Part(u.To)} ({u.File} → {u.To.Name}), which is {(Place(u.To) > Place(u.From) ? "to its right" : "beside it")}.");
        None(wrong);
    }

    [Fact]
    public void A_slice_does_not_use_the_internals_of_another()
    {
        var wrong = Uses.All.Where(u => InDomain(u.From) && InDomain(u.To) && Uses.Part(u.To) != Uses.Part(u.From) && !u.To.IsPublic)
            .Select(u => $"{Uses.Part(u.From)} uses an internal of {Uses.Part(u.To)} ({u.File} → {u.To.Name}).");
        None(wrong);
    }

    [Fact]
    public void Every_slice_has_its_place_in_the_order()
    {
        var slices = Uses.All.Select(u => u.From).Where(InDomain).Select(Uses.Part).Distinct();
        None(slices.Where(s => !Order.SelectMany(o => o).Contains(s)).Select(s => $"{s} has no place in the order of the slices."));
    }

    [Fact]
    public void Libraries_do_not_know_what_stands_above_them()
    {
        string[] projects = ["Fediprofs.ActivityPub", "Fediprofs.Domain", "Fediprofs"];
        None(Uses.All.Where(u => Array.IndexOf(projects, Uses.Project(u.To)) > Array.IndexOf(projects, Uses.Project(u.From)))
            .Select(u => $"{Uses.Project(u.From)} uses {Uses.Project(u.To)} ({u.File} → {u.To.Name})."));
    }

    [Fact]
    public void Only_federation_and_slices_that_read_fetched_documents_know_the_wire()
    {
        var wrong = Uses.All.Where(u => Uses.Project(u.To) == "Fediprofs.ActivityPub" && Uses.Project(u.From) != "Fediprofs.ActivityPub")
            .Where(u => InDomain(u.From) ? !ReadTheWire.Contains(Uses.Part(u.From)) : Uses.Part(u.From) is not ("Federation" or "Commands" or ""))
            .Select(u => $"{Uses.Part(u.From)} uses the wire ({u.File} → {u.To.Name}).");
        None(wrong);
    }

    [Fact]
    public void Rims_know_the_domain_and_not_each_other()
    {
        // Commands start everything; behind OAuth stand those whom it lets in: it knows none of them.
        var wrong = Uses.All.Where(u => IsRim(u.From) && IsRim(u.To) && Uses.Part(u.From) != Uses.Part(u.To))
            .Where(u => Uses.Part(u.From) != "Commands" && !(Uses.Part(u.To) == "OAuth" && Uses.Part(u.From) is "MastodonApi" or "Web"))
            .Select(u => $"{Uses.Part(u.From)} uses {Uses.Part(u.To)} ({u.File} → {u.To.Name}), another rim.");
        None(wrong);
    }

    [Fact]
    public void Entities_never_leave_the_client_api()
    {
        None(Uses.All.Where(u => u.To.Namespace.StartsWith("Fediprofs.MastodonApi.Entities", StringComparison.Ordinal) && Uses.Part(u.From) != "MastodonApi")
            .Select(u => $"{u.File} uses {u.To.Name}, which is the client API's own."));
    }

    [Fact]
    public void The_documentation_shows_the_same_order()
    {
        var shown = Block().Match(File.ReadAllText(Repository.Of("docs", "architecture.md"))).Groups[1].Value;
        Assert.Equal(Order.Select(o => string.Join(", ", o)), shown.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static bool InDomain(TypeDefinition type) => Uses.Project(type) == "Fediprofs.Domain" && Uses.Part(type).Length > 0;

    private static bool IsRim(TypeDefinition type) => Uses.Project(type) == "Fediprofs" && Uses.Part(type).Length > 0;

    private static int Place(TypeDefinition type) => Array.FindIndex(Order, o => o.Contains(Uses.Part(type)));

    private static void None(IEnumerable<string> wrong)
    {
        var sentences = wrong.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(sentences.Count == 0, string.Join('\n', sentences));
    }

    [GeneratedRegex("```slices\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
