using System.Text.Json.Nodes;

namespace Fediprofs.Commands.Demo;

/// <summary>A step of the story that was not seen in time.</summary>
internal sealed class StepNotSeenException(string step, string last) : Exception($"Not seen: {step} ({last})");

/// <summary>
/// The main job as it really happens: each step is done over the client API or signed HTTP, and read back at whoever should
/// see it. A step that is not seen ends the story.
/// </summary>
internal sealed class DemoStory(DemoEducator claire, DemoEducator karim, DemoEducator nadia, MastodonPeer mastodon, TextWriter output, TimeProvider time)
{
    private const string Title = "Un outil de lecture pour des élèves dyslexiques ?";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private int _step;

    public async Task PlayAsync(CancellationToken cancel)
    {
        await FollowAsync(karim, claire, cancel);
        await SeenAsync($"{karim.DisplayName} (Lille) follows {claire.DisplayName} (Lyon): she sees the new follower", Profile(claire), async () =>
            (await claire.GetAsync($"/api/v1/accounts/{await OwnIdAsync(claire, cancel)}/followers", cancel)).AsArray().Any(a => Text(a, "acct") == karim.Handle), cancel);

        await FollowAsync(nadia, karim, cancel);
        await SeenAsync($"{nadia.DisplayName} follows {karim.DisplayName}, both in Lille", Profile(karim), async () =>
            (await karim.GetAsync($"/api/v1/accounts/{await OwnIdAsync(karim, cancel)}/followers", cancel)).AsArray().Any(a => Text(a, "acct") == nadia.Username), cancel);

        if (!mastodon.WasAccepted)
        {
            await mastodon.FollowAsync(claire.Handle, cancel);
        }

        await SeenAsync($"ada, on a Mastodon server, follows {claire.DisplayName}: the Accept came back, signed", mastodon.Ada, () => Task.FromResult(mastodon.WasAccepted), cancel);

        var question = await AskAsync(cancel);
        var copy = await AtLilleAsync(question, cancel);
        await SeenAsync("ada's server received the question as an ordinary post, title and all", mastodon.Ada, () =>
            Task.FromResult(mastodon.Notes.Any(n => n.Id == Text(question, "uri") && n.Content.Contains(Title, StringComparison.Ordinal))), cancel);

        await karim.PostAsync($"/api/v1/statuses/{Text(copy, "id")}/reblog", [], cancel);
        await SeenAsync($"{karim.DisplayName} boosts it: {claire.DisplayName} is told", Page(question), async () =>
            (await claire.GetAsync("/api/v1/notifications?types[]=reblog", cancel)).AsArray().Any(n => Text(n!["account"], "acct") == karim.Handle && Text(n["status"], "id") == Text(question, "id")), cancel);

        await AnswerAsync(question, cancel);
    }

    private async Task<JsonNode> AskAsync(CancellationToken cancel)
    {
        var asked = await claire.PostAsync(
            "/api/fediprofs/v1/questions",
            new JsonObject
            {
                ["title"] = Title,
                ["text"] = "J'ai trois élèves en CM1 qui décrochent dès que le texte dépasse dix lignes. Qu'utilisez-vous en classe, sur tablette ou sur papier ?",
                ["subjects"] = new JsonArray("francais"),
                ["levels"] = new JsonArray("cm1"),
                ["language"] = "fr",
            },
            cancel);
        await SeenAsync($"{claire.DisplayName} asks: « {Title} »", Page(asked), async () =>
            Text((await claire.GetAsync($"/api/v1/statuses/{Text(asked, "id")}", cancel))["fediprofs"]?["question"], "title") == Title, cancel);
        return asked;
    }

    private async Task<JsonNode> AtLilleAsync(JsonNode question, CancellationToken cancel)
    {
        JsonNode? copy = null;
        await SeenAsync($"{karim.DisplayName} finds it in his home timeline in Lille", $"{karim.Academie.Url}/home", async () =>
        {
            copy = (await karim.GetAsync("/api/v1/timelines/home", cancel)).AsArray().FirstOrDefault(s => Text(s, "uri") == Text(question, "uri"));
            return copy is not null;
        }, cancel);
        return copy!;
    }

    private async Task AnswerAsync(JsonNode question, CancellationToken cancel)
    {
        JsonNode? boosted = null;
        await SeenAsync($"{nadia.DisplayName}, who does not follow {claire.DisplayName}, sees it through the boost", $"{nadia.Academie.Url}/home", async () =>
        {
            boosted = (await nadia.GetAsync("/api/v1/timelines/home", cancel)).AsArray().Select(s => s!["reblog"]).FirstOrDefault(s => s is not null && Text(s, "uri") == Text(question, "uri"));
            return boosted is not null;
        }, cancel);

        var answer = await nadia.PostAsync("/api/v1/statuses", new JsonObject
        {
            ["status"] = $"@{claire.Handle} Une réglette de lecture et une police plus large ; sur tablette, la lecture à voix haute suivie mot à mot les tient jusqu'au bout.",
            ["in_reply_to_id"] = Text(boosted, "id"),
            ["visibility"] = "public",
            ["language"] = "fr",
        }, cancel);
        JsonNode? received = null;
        await SeenAsync($"{nadia.DisplayName} answers: {claire.DisplayName} reads the answer under her question", Page(question), async () =>
        {
            var context = await claire.GetAsync($"/api/v1/statuses/{Text(question, "id")}/context", cancel);
            received = context["descendants"]!.AsArray().FirstOrDefault(s => Text(s, "uri") == Text(answer, "uri"));
            return received is not null;
        }, cancel);

        await claire.PostAsync($"/api/fediprofs/v1/questions/{Text(question, "id")}/keep/{Text(received, "id")}", [], cancel);
        await SeenAsync($"{claire.DisplayName} keeps the answer: the question is answered in Lyon", Page(question), async () =>
            State(await claire.GetAsync($"/api/v1/statuses/{Text(question, "id")}", cancel)) == "answered", cancel);
        await SeenAsync("and in Lille, where its copy says the same", $"{nadia.Academie.Url}/@{claire.Handle}/{Text(boosted, "id")}", async () =>
            State(await nadia.GetAsync($"/api/v1/statuses/{Text(boosted, "id")}", cancel)) == "answered", cancel);
        await SeenAsync($"{nadia.DisplayName} is told that her answer was kept", $"{nadia.Academie.Url}/notifications", async () =>
            (await nadia.GetAsync("/api/v1/notifications", cancel)).AsArray().Any(n => Text(n, "type") == "fediprofs.answer_kept" && Text(n!["status"], "id") == Text(answer, "id")), cancel);
    }

    private static async Task FollowAsync(DemoEducator follower, DemoEducator followed, CancellationToken cancel)
    {
        var query = Uri.EscapeDataString(follower.Academie == followed.Academie ? followed.Username : followed.Handle);
        var found = (await follower.GetAsync($"/api/v2/search?q={query}&resolve=true&type=accounts", cancel))["accounts"]!.AsArray();
        var account = found.FirstOrDefault(a => Text(a, "username") == followed.Username) ?? throw new StepNotSeenException($"{follower.Handle} finds {followed.Handle}", "search answered nobody");
        await follower.PostAsync($"/api/v1/accounts/{Text(account, "id")}/follow", [], cancel);
    }

    private static async Task<string> OwnIdAsync(DemoEducator educator, CancellationToken cancel) =>
        Text(await educator.GetAsync("/api/v1/accounts/verify_credentials", cancel), "id");

    /// <summary>Looks again and again until the step is seen, then prints it with its link.</summary>
    private async Task SeenAsync(string step, string link, Func<Task<bool>> look, CancellationToken cancel)
    {
        var end = time.GetTimestamp();
        var last = "it never showed";
        while (time.GetElapsedTime(end) < Patience)
        {
            try
            {
                if (await look())
                {
                    await output.WriteLineAsync($"{++_step,3}. {step}\n     {link}");
                    return;
                }
            }
            catch (InvalidOperationException refused)
            {
                last = refused.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(150), time, cancel);
        }

        throw new StepNotSeenException(step, last);
    }

    private static string Profile(DemoEducator educator) => $"{educator.Academie.Url}/@{educator.Username}";

    private static string Page(JsonNode? status) => Text(status, "url");

    private static string State(JsonNode status) => Text(status["fediprofs"]?["question"], "state");

    private static string Text(JsonNode? node, string name) => node?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
