using System.Text.Json.Serialization;
using Frankenetes.PodTranslation.Volumes;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>What a channel is opened for: exactly one member is set.</summary>
internal sealed record AgentRequest
{
    public AgentCommand? Exec { get; init; }

    public AgentForward? Forward { get; init; }

    public AgentProbeSet? Probes { get; init; }

    public AgentEnd? Terminate { get; init; }

    public AgentHookCall? Hook { get; init; }

    public FileManifest? Files { get; init; }

    public AgentAttach? Attach { get; init; }

    public AgentFormer? Former { get; init; }
}

/// <summary>A command to run beside the container's own process.</summary>
internal sealed record AgentCommand(IReadOnlyList<string> Command, bool Terminal, bool Input, ushort Columns = 0, ushort Rows = 0)
{
    /// <summary>Where it starts; null: where the image says.</summary>
    public string? WorkingDirectory { get; init; }
}

/// <summary>The streams of the container's own program, whose parent keeps its state there.</summary>
internal sealed record AgentAttach(string Folder, bool Input);

/// <summary>What is kept of the container's former run: its last message, or its last output.</summary>
internal sealed record AgentFormer(string Folder, bool Message);

/// <summary>A port of the pod's localhost.</summary>
internal sealed record AgentForward(int Port);

/// <summary>How a request ended; the error is null where it did what was asked.</summary>
internal sealed record AgentResult(int Code, string? Error);

/// <summary>The JSON of requests and answers, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(AgentResult))]
[JsonSerializable(typeof(AgentProbeMessage))]
internal sealed partial class AgentJson : JsonSerializerContext;
