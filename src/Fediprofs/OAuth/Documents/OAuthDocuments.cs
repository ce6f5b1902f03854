using Fediprofs.Domain.Storage;
using Marten;
using Marten.Schema;

namespace Fediprofs.OAuth.Documents;

/// <summary>How Marten keeps the OAuth documents, with an index for each look-up.</summary>
internal sealed class OAuthDocuments : IStoreContribution
{
    public void Contribute(StoreOptions options)
    {
        options.Schema.For<OAuthKeySet>().DocumentAlias("oauth_keys");
        options.Schema.For<OAuthApplication>().DocumentAlias("oauth_applications")
            .UniqueIndex(UniqueIndexType.Computed, "oauth_applications_client_id", application => application.ClientId!);
        options.Schema.For<OAuthScope>().DocumentAlias("oauth_scopes")
            .UniqueIndex(UniqueIndexType.Computed, "oauth_scopes_name", scope => scope.Name!);
        options.Schema.For<OAuthAuthorization>().DocumentAlias("oauth_authorizations")
            .Index(authorization => authorization.Subject!)
            .Index(authorization => authorization.ApplicationId!);
        options.Schema.For<OAuthToken>().DocumentAlias("oauth_tokens")
            .Index(token => token.ReferenceId!)
            .Index(token => token.Subject!)
            .Index(token => token.AuthorizationId!)
            .Index(token => token.ApplicationId!);
    }
}
