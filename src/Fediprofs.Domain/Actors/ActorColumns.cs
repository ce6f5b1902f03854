using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>The text columns of actors.</summary>
internal static class ActorColumns
{
    public static readonly ErasedColumns[] All =
    [
        new("actors", "username url display_name summary summary_source avatar_url avatar_alt header_url header_alt fields emojis also_known_as moved_to academie teaching_role subjects levels", nameof(ActorRemovals)),
        new("actors", "uri domain inbox shared_inbox outbox followers_uri following_uri featured_uri", "opaque ids of local actors; of remote ones the tombstone needs them"),
        new("actor_keys", "key_id public_key", "the last Delete is verified by them; they name nobody"),
        new("signing_keys", "rsa_private ed25519_private", "random; removed when the last deliveries have ended"),
    ];
}
