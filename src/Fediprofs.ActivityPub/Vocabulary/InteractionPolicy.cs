using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>What others may do with a post, as its author wishes (GoToSocial's interaction policy, FEP-044f). Null: not said.</summary>
/// <param name="CanQuote">Who may quote it.</param>
/// <param name="CanReply">Who may reply.</param>
/// <param name="CanAnnounce">Who may boost it.</param>
/// <param name="CanLike">Who may favourite it.</param>
public sealed record InteractionPolicy(
    InteractionRule? CanQuote = null,
    InteractionRule? CanReply = null,
    InteractionRule? CanAnnounce = null,
    InteractionRule? CanLike = null)
{
    internal static InteractionPolicy? Read(JsonElement json) =>
        json.Member("interactionPolicy") is { ValueKind: JsonValueKind.Object } policy
            ? new(
                InteractionRule.Read(policy, "canQuote"), InteractionRule.Read(policy, "canReply"),
                InteractionRule.Read(policy, "canAnnounce"), InteractionRule.Read(policy, "canLike"))
            : null;
}

/// <summary>Who may interact at once, and who after the author's consent.</summary>
/// <param name="Automatic">Ids of actors and collections that need not ask.</param>
/// <param name="Manual">Ids of actors and collections that may ask.</param>
public sealed record InteractionRule(IReadOnlyList<string> Automatic, IReadOnlyList<string> Manual)
{
    /// <summary>Whether nobody need ask.</summary>
    public bool IsOpenToAll => Automatic.Contains(PublicCollection.Id, StringComparer.Ordinal);

    internal static InteractionRule? Read(JsonElement policy, string name) =>
        policy.Member(name) is { ValueKind: JsonValueKind.Object } rule
            ? new(Ids(rule, "automaticApproval", "always"), Ids(rule, "manualApproval", "approvalRequired"))
            : null;

    // The second name is GoToSocial's before 0.20.
    private static string[] Ids(JsonElement rule, string name, string oldName) =>
        [.. rule.Iris(rule.Member(name) is null ? oldName : name).Select(PublicCollection.Canonical)];
}
