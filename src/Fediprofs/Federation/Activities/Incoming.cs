using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>An activity of the journal on its way to its effects: read once, at the door.</summary>
/// <param name="activity">What was done.</param>
/// <param name="signer">Id of the actor that is proven to have sent it.</param>
/// <param name="receivedAt">When it came.</param>
public sealed class Incoming(Activity activity, string signer, DateTimeOffset receivedAt)
{
    /// <summary>Its number in the journal.</summary>
    public long Seq { get; init; }

    /// <summary>The lane of its actor.</summary>
    public int Lane { get; init; }

    /// <summary>What was done.</summary>
    public Activity Activity { get; } = activity;

    /// <summary>Id of the proven actor.</summary>
    public string Signer { get; } = signer;

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>Whether it was read back from the table, where an earlier attempt may have left a mark.</summary>
    public bool ReadBack { get; init; }

    /// <summary>The post of a Create or Update, cleaned; null before <see cref="Prepare"/> and for everything else.</summary>
    public RemotePost? Post { get; private set; }

    /// <summary>What it names; empty before <see cref="Prepare"/>.</summary>
    public Touched Touched { get; private set; } = new();

    /// <summary>Does, before any transaction, what needs no database.</summary>
    public void Prepare(CurriculumCatalogue curriculum, InstanceUris instance)
    {
        var post = Activity switch
        {
            Create create => create.Post,
            Update update => update.Post,
            _ => null,
        };
        Post = post is null ? null : new RemotePost(post, curriculum);
        var touched = new Touched();
        touched.ChangedActor(Signer);
        ActivityTypes.Of(Activity)?.Touch(this, touched, instance);
        Touched = touched;
    }
}
