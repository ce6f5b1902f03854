using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

/// <summary>A server that knows RFC 9421 alone takes part like any other.</summary>
[Trait("Activity", "Follow")]
public sealed class Rfc9421(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task What_is_signed_by_RFC_9421_with_an_Ed25519_key_is_taken()
    {
        var claire = await Lyon.Educator("claire");
        var ivan = (await Rfc9421()).Person("ivan");
        var question = await claire.Asks("Une signature moderne ?");

        var answer = await ivan.Answers(question, "Oui.");
        await ivan.Likes(question);

        await claire.SeesAnswer(answer, to: question);
        await claire.IsTold("favourite", ivan, question);
    }

    [Fact]
    public async Task A_server_that_takes_RFC_9421_alone_gets_what_is_said_here()
    {
        var claire = await Lyon.Educator("claire");
        var ivan = (await Rfc9421()).Person("ivan");
        await ivan.Follows(claire);

        var question = await claire.Asks("Et dans l'autre sens ?");

        await ivan.Sees(question);
    }
}
