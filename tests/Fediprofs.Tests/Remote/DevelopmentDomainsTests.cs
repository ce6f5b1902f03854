using Fediprofs.Domain.Remote;

namespace Fediprofs.Tests.Remote;

public sealed class DevelopmentDomainsTests
{
    [Theory]
    [InlineData("*.bench.test", "http://h0.bench.test:9000/x", true)]
    [InlineData("*.bench.test", "https://a.b.bench.test/", true)]
    [InlineData("*.bench.test", "http://BENCH.H0.Bench.Test./", true)]
    [InlineData("*.bench.test", "http://bench.test/", false)]
    [InlineData("*.bench.test", "http://evilbench.test/", false)]
    [InlineData("*.bench.test", "http://h0.bench.test.evil.example/", false)]
    [InlineData("localhost", "http://localhost:5000/", true)]
    [InlineData("localhost", "http://lyon.localhost/", false)]
    [InlineData("*.localhost:*", "http://lyon.localhost:5000/", true)]
    [InlineData("lyon.localhost:8443", "https://lyon.localhost:8443/", true)]
    [InlineData("lyon.localhost:8443", "https://lyon.localhost/", false)]
    [InlineData("127.0.0.1", "http://127.0.0.1:1/", true)]
    public void A_pattern_covers_what_it_says_and_no_more(string pattern, string address, bool covered) =>
        Assert.Equal(covered, DevelopmentDomains.Parse([pattern, " "]).Allow(new Uri(address)));

    [Theory]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("http://x.test")]
    [InlineData("x.test:port")]
    [InlineData("a b")]
    public void What_is_no_pattern_is_named(string pattern) =>
        Assert.Contains(pattern, Assert.Throws<FormatException>(() => DevelopmentDomains.Parse([pattern])).Message, StringComparison.Ordinal);
}
