using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Create")]
public sealed class GoneHosts(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task Followers_on_a_host_that_answers_410_are_dropped()
    {
        var claire = await Lyon.Educator("claire");
        var (there, gone) = ((await Mastodon()).Person("ada"), (await Mastodon()).Person("bob"));
        await there.Follows(claire);
        await gone.Follows(claire);

        gone.Peer.AnswersInboxesWith = 410;
        var post = await claire.Writes("Qui est encore là ?");

        await there.Sees(post);
        await Eventually.IsSoAsync("only ada follows", async () => (await claire.Followers()) is [var only] && only == there.Uri);
    }

    [Fact]
    public async Task A_host_that_fails_for_a_while_gets_everything_later()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        await ada.Follows(claire);
        ada.Peer.AnswersInboxesWith = 503;
        var post = await claire.Writes("Patience.");
        await Lyon.Failing(ada.Peer.Domain);
        Assert.False(ada.Knows(post));

        ada.Peer.AnswersInboxesWith = 0;

        await ada.Sees(post);
    }
}
