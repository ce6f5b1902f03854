using System.Text.Json.Nodes;

namespace Fediprofs.Federation.Tests.World;

/// <summary>What the client API answered.</summary>
internal sealed record ApiAnswer(int Status, JsonNode? Body);

/// <summary>The client API refused what a story says happened.</summary>
internal sealed class ApiRefusedException(string request, ApiAnswer answer) : Exception($"{request} answered {answer.Status}: {answer.Body?.ToJsonString()}")
{
    public ApiAnswer Answer { get; } = answer;
}
