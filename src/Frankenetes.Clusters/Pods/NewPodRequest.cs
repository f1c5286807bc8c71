using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>A pod of one container, as New-FrankenetesPod makes it.</summary>
internal sealed partial record NewPodRequest
{
    private const int LongestContainerName = 63;

    public required PodKey Key { get; init; }

    public required string Image { get; init; }

    /// <summary>What runs in place of the image's entrypoint; null leaves that.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Arguments of the command or of the image's entrypoint; null leaves the image's.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Ports such as <c>80</c> or <c>53/udp</c>.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Labels; where there are none, <c>run</c> = the pod's name, as kubectl does.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    public string RestartPolicy { get; init; } = "Always";

    /// <summary>Cores as a Kubernetes quantity, requested and the limit; null leaves it to the cluster.</summary>
    public string? Cpu { get; init; }

    /// <summary>Bytes as a Kubernetes quantity, requested and the limit; null leaves it to the cluster.</summary>
    public string? Memory { get; init; }

    /// <summary>The pod (core/v1) to send.</summary>
    /// <exception cref="FrankenetesException">InvalidValue, for what can be told to be wrong without asking.</exception>
    public JsonObject ToManifest() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = Key.Name,
            ["namespace"] = Key.Namespace,
            ["labels"] = Labels.Count == 0 ? new JsonObject { ["run"] = Key.Name } : Texts(Labels),
            ["annotations"] = Annotations.Count == 0 ? null : Texts(Annotations),
        },
        ["spec"] = new JsonObject { ["restartPolicy"] = RestartPolicy, ["containers"] = new JsonArray(Container()) },
    };

    private JsonObject Container()
    {
        var name = Key.Name.Replace('.', '-');
        var container = new JsonObject { ["name"] = name.Length <= LongestContainerName ? name : name[..LongestContainerName].TrimEnd('-'), ["image"] = Image };
        if (Command is { Count: > 0 })
            container["command"] = List(Command);
        if (Arguments is { Count: > 0 })
            container["args"] = List(Arguments);
        if (Ports.Count > 0)
            container["ports"] = new JsonArray([.. Ports.Select(Port)]);
        if (Environment.Count > 0)
            container["env"] = new JsonArray([.. Environment.Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })]);
        var size = Size();
        if (size.Count > 0)
            container["resources"] = new JsonObject { ["requests"] = size, ["limits"] = size.DeepClone() };
        return container;
    }

    private JsonObject Size()
    {
        var size = new JsonObject();
        if (Cpu is not null)
            size["cpu"] = Quantity(Cpu, "Cpu");
        if (Memory is not null)
            size["memory"] = Quantity(Memory, "Memory");
        return size;
    }

    private static string Quantity(string text, string parameter) => QuantityForm().IsMatch(text)
        ? text
        : throw new FrankenetesException(ErrorCatalog.InvalidValue, $"'{text}' is no quantity for -{parameter}: give a number, or one with a unit such as 500m or 512Mi.", text);

    private static JsonObject Port(string text)
    {
        var parts = text.Split('/', 2);
        var protocol = parts.Length == 2 ? parts[1].ToUpperInvariant() : "TCP";
        if (!ushort.TryParse(parts[0], System.Globalization.NumberStyles.None, null, out var number) || number == 0 || protocol is not ("TCP" or "UDP"))
            throw new FrankenetesException(ErrorCatalog.InvalidValue, $"'{text}' is no port: give a number from 1 to 65535, with /udp behind it for UDP.", text);
        return new JsonObject { ["containerPort"] = number, ["protocol"] = protocol };
    }

    private static JsonObject Texts(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        var texts = new JsonObject();
        foreach (var (name, value) in pairs)
            texts[name] = value;
        return texts;
    }

    private static JsonArray List(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    // Source: apimachinery/pkg/api/resource/quantity.go; signs and nano units are of no use here.
    [GeneratedRegex("^(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][0-9]{1,2}|m|[kMGTPE]|[KMGTPE]i)?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex QuantityForm();
}
