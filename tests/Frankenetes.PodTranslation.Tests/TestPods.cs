using System.Text;
using Frankenetes.ContainerInstances.Models;
using k8s;
using k8s.Models;

namespace Frankenetes.PodTranslation.Tests;

/// <summary>Pods as the API server sends them, from YAML's JSON form.</summary>
internal static class TestPods
{
    public static readonly TranslationSettings Settings = new()
    {
        Cluster = "dev",
        ClusterId = "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        NodeName = "frankenetes-linux",
        Location = "eastus",
        ApiServerHost = "dev-6f9619.eastus.azurecontainer.io",
        HostAddress = "10.0.0.4",
    };

    /// <summary>The pod agent is there.</summary>
    public static readonly TranslationSettings WithAgent = Settings with { PodAgent = new PodAgentSource("small", "account", "a2V5", "share") };

    /// <param name="spec">The spec's members without the outer braces.</param>
    public static V1Pod Pod(string spec) => KubernetesJson.Deserialize<V1Pod>(
        """{"metadata":{"name":"web","namespace":"default","uid":"u-1","labels":{"app":"x"}},"spec":{"nodeName":"frankenetes-linux","restartPolicy":"Always",""" + spec + "}}");

    /// <summary>A pod with one container, given by its members.</summary>
    public static V1Pod WithContainer(string members) => Pod("\"containers\":[{\"name\":\"main\",\"image\":\"nginx\"," + members + "}]");

    public static ContainerGroupData Translate(V1Pod pod, PodInputs? inputs = null) =>
        new PodTranslator(Settings).Translate(pod, inputs ?? new PodInputs()).Group;

    public static PodInputs Inputs() => new()
    {
        ConfigMaps = new Dictionary<string, V1ConfigMap> { ["conf"] = new() { Data = new Dictionary<string, string> { ["color"] = "blue", ["not-a-name"] = "x", ["file.txt"] = "text" } } },
        Secrets = new Dictionary<string, V1Secret> { ["sec"] = new() { Data = new Dictionary<string, byte[]> { ["pw"] = Encoding.UTF8.GetBytes("hunter2") } } },
        Tokens = new Dictionary<TokenPlace, string> { [new TokenPlace(null, 3607)] = "token" },
    };
}
