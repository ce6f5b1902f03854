using Fediprofs.ActivityPub.Signatures;

namespace Fediprofs.ActivityPub.Tests.Signatures;

internal static class SignatureAnswer
{
    /// <summary>The vectors' word for what the cryptography alone said: a base that cannot be built counts as invalid there.</summary>
    public static string Of(RequestVerdict verdict) => verdict.Outcome switch
    {
        RequestOutcome.Valid => "valid",
        RequestOutcome.UnsupportedAlgorithm => "not-checked",
        _ => "invalid",
    };
}
