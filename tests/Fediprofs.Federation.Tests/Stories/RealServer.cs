using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

/// <summary>With a server that others wrote: what a scripted peer believes of the protocol is believed there too.</summary>
[Trait("Activity", "Create")]
public sealed class RealServer(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task A_person_at_a_Fedify_server_follows_boosts_likes_answers_and_sees_the_deletion()
    {
        var claire = await Lyon.Educator("claire");
        var ines = Guest(await FedifyServer.StartAsync());

        await ines.Follows(claire);
        await ines.Sees("Accept", claire);
        await claire.IsTold("follow", ines);

        var question = await claire.Asks("Comment travailler l'oral en CM1 ?");
        Assert.Contains("<strong>Comment travailler", (await ines.Sees("Create", claire, question.Uri)).Text("content"), StringComparison.Ordinal);

        await ines.Boosts(question);
        await ines.Likes(question);
        var answer = await ines.Answers(question, "Avec des débats courts.");
        await claire.IsTold("reblog", ines, question);
        await claire.IsTold("favourite", ines, question);
        await claire.SeesAnswer(answer, to: question);

        await claire.Edits(question, "Et avec quels outils ?");
        await ines.Sees("Update", claire, question.Uri);
        await claire.Deletes(question);
        await ines.Sees("Delete", claire, question.Uri);
    }

    [Fact]
    public async Task An_educator_follows_and_writes_to_a_person_at_a_Fedify_server()
    {
        var claire = await Lyon.Educator("claire");
        var ines = Guest(await FedifyServer.StartAsync());

        await claire.AsksToFollow(ines);
        await ines.Sees("Follow", claire, ines.Uri);
        await claire.Writes($"Bonjour @{ines.Handle}");

        Assert.Contains("Bonjour", (await ines.Sees("Create", claire)).Text("content"), StringComparison.Ordinal);
    }
}
