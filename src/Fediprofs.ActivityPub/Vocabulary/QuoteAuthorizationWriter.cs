namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Writes the stamp by which an author of ours lets somebody quote them (FEP-044f).</summary>
public static class QuoteAuthorizationWriter
{
    /// <summary>The stamp as a document; readers check all three ids and that it lies on the author's host.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="author">Our author.</param>
    /// <param name="quotingPostId">Id of the post that quotes.</param>
    /// <param name="quotedPostId">Id of our post.</param>
    public static byte[] Write(string id, string author, string quotingPostId, string quotedPostId) => StrictJson.Document(json =>
    {
        JsonLdContext.WriteForQuotes(json);
        json.WriteString("id", id);
        json.WriteString("type", "QuoteAuthorization");
        json.WriteString("attributedTo", author);
        json.WriteString("interactingObject", quotingPostId);
        json.WriteString("interactionTarget", quotedPostId);
    });
}
