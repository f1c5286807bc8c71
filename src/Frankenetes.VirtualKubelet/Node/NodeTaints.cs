using Frankenetes.VirtualKubelet.Configuration;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>Reads taints as kubectl writes them.</summary>
internal static class NodeTaints
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    /// <summary><c>key=value:Effect</c> or <c>key:Effect</c>.</summary>
    /// <exception cref="ConfigurationException">It is neither.</exception>
    public static V1Taint Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !Effects.Contains(text[(colon + 1)..])) throw new ConfigurationException($"'{text}' is no taint: key=value:Effect, with the effect {string.Join(", ", Effects)}");
        var pair = text[..colon].Split('=', 2);
        return new V1Taint { Key = pair[0], Value = pair.Length > 1 ? pair[1] : null, Effect = text[(colon + 1)..] };
    }
}
