using Fediprofs.Testing;

namespace Fediprofs.Tests.Documentation;

public class ConfigurationPageTests
{
    private const string Page = "docs/configuration.md";

    [Fact]
    public void The_page_of_settings_says_what_the_docstrings_say()
    {
        var made = ConfigurationPage.Make();
        if (Environment.GetEnvironmentVariable(DocumentationPages.WriteVariable) is not null)
        {
            File.WriteAllText(Repository.Of(Page), made);
        }

        Assert.True(DocumentationPages.Read(Page) == made, $"{Page} is stale: run the tests once with {DocumentationPages.WriteVariable}=1 and commit it.");
    }

    [Theory]
    [InlineData("Instance:Domain")]
    [InlineData("Instance:PublicUrl")]
    [InlineData("Data:Folder")]
    [InlineData("ConnectionStrings:Fediprofs")]
    [InlineData("Federation:DevelopmentDomains")]
    [InlineData("--urls")]
    public void A_setting_that_others_script_against_is_on_the_page(string name) =>
        Assert.Contains($"| `{name}` |", ConfigurationPage.Make(), StringComparison.Ordinal);
}
