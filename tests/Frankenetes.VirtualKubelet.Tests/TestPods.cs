using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Configuration;
using k8s;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests;

/// <summary>Pods as the API server sends them, from YAML's JSON form.</summary>
internal static class TestPods
{
    public static readonly KubeletConfiguration Configuration = new()
    {
        Cluster = "dev",
        ClusterId = "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        Epoch = 1,
        NodeName = "frankenetes-linux",
        Kubernetes = new() { Server = new("https://127.0.0.1:6443"), CertificateAuthority = "", ClientCertificate = "", ClientKey = "" },
        Kubelet = new() { ServingCaCertificate = "", ServingCaKey = "", ClientCertificateAuthority = "", AllowedClients = [] },
        Azure = new()
        {
            ResourceManagerEndpoint = new("https://arm.test/"), Audience = new("https://management.azure.com/"), SubscriptionId = "s", ResourceGroup = "dev-pods", Location = "eastus",
            Credential = new() { Kind = "ManagedIdentity" },
        },
        Storage = new() { ControlContainer = new("https://blob.test/acct/control?si=epoch-1&sig=x") },
        InCluster = new() { Host = "dev-6f9619.eastus.azurecontainer.io" },
    };

    /// <param name="spec">The spec's members without the outer braces.</param>
    public static V1Pod Pod(string spec) => KubernetesJson.Deserialize<V1Pod>(
        """{"metadata":{"name":"web","namespace":"default","uid":"u-1","labels":{"app":"x"}},"spec":{"nodeName":"frankenetes-linux","restartPolicy":"Always",""" + spec + "}}");

    /// <summary>A pod with one container, given by its members.</summary>
    public static V1Pod WithContainer(string members) => Pod("\"containers\":[{\"name\":\"main\",\"image\":\"nginx\"," + members + "}]");

    public static ContainerGroupData Translate(V1Pod pod, PodInputs? inputs = null) =>
        new PodTranslator(KubeletComposition.Translation(Configuration, "10.0.0.4")).Translate(pod, inputs ?? new PodInputs()).Group;
}
