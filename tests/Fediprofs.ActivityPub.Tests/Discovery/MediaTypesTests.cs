using Fediprofs.ActivityPub.Discovery;

namespace Fediprofs.ActivityPub.Tests.Discovery;

public class MediaTypesTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", false)]
    [InlineData("application/activity+json", true)]
    [InlineData("application/activity+json, application/ld+json", true)]
    [InlineData("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true)]
    [InlineData("Application/Activity+JSON; q=0.9, text/html; q=0.1", true)]
    [InlineData("application/activity+json;q=0.1, text/html", false)]
    [InlineData("text/html, application/activity+json", false)]
    [InlineData("application/activity+json, text/html", true)]
    [InlineData("application/activity+json;q=0", false)]
    [InlineData("application/activity+json;q=NaN", false)]
    [InlineData("application/json", true)]
    public void The_preferred_form_follows_q_values(string? accept, bool expected) => Assert.Equal(expected, MediaTypes.PrefersActivityJson(accept));

    [Theory]
    [InlineData(null, false)]
    [InlineData("application/json", false)]
    [InlineData("application/ld+json", false)]
    [InlineData("application/ld+json; profile=\"https://example.org/\"", false)]
    [InlineData("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true)]
    [InlineData("application/ld+json;charset=utf-8;profile=\"https://a.example/ https://www.w3.org/ns/activitystreams\"", true)]
    [InlineData("application/activity+json; charset=utf-8", true)]
    [InlineData("application/activity+jsonx", false)]
    public void A_content_type_is_an_activitys_or_not(string? contentType, bool expected) => Assert.Equal(expected, MediaTypes.IsActivityJson(contentType));
}
