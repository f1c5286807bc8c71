using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>What trials of a whole node do: bind pods to it, look at them, delete them.</summary>
public abstract class NodeTrial(ControlPlane plane) : IClassFixture<ControlPlane>, IAsyncLifetime
{
    private const string Pods = "api/v1/namespaces/default/pods";
    private static readonly CancellationToken None = CancellationToken.None;

    internal ControlPlane Plane { get; } = plane;

    internal CountingProvider Provider { get; } = new();

    internal NodeUnderTrial Node { get; set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Node ??= new NodeUnderTrial(Plane, Provider);
        Node.Start();
        await Waiting.UntilAsync(async () => (await NodeAsync())?.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }) == true, "the node is Ready");
    }

    public virtual async Task DisposeAsync()
    {
        var left = await Plane.Admin.GetAsync<V1PodList>(Pods, None);
        foreach (var pod in left.Items) await Plane.Admin.DeleteNowAsync($"{Pods}/{pod.Metadata.Name}", pod.Metadata.Uid, None);
        await Node.DisposeAsync();
    }

    internal Task<V1Node?> NodeAsync() => Plane.Admin.FindAsync<V1Node>($"api/v1/nodes/{NodeUnderTrial.Name}", None);

    internal async Task<string?> ConditionAsync(string type) => (await NodeAsync())?.Status.Conditions.FirstOrDefault(condition => condition.Type == type)?.Status;

    /// <summary>A pod with one container of the in-memory provider's words.</summary>
    internal static V1Pod Pod(string name, params string[] command) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" },
        Spec = new V1PodSpec { NodeName = NodeUnderTrial.Name, Containers = [new V1Container { Name = "main", Image = "x", Command = command }] },
    };

    internal Task<V1Pod> CreateAsync(V1Pod pod) => Plane.Admin.CreateAsync(Pods, pod, None);

    internal Task<V1Pod?> FindAsync(string name) => Plane.Admin.FindAsync<V1Pod>($"{Pods}/{name}", None);

    internal Task<V1Pod> UntilAsync(string name, Func<V1Pod, bool> wanted) =>
        Waiting.ForAsync(async () => await FindAsync(name) is { } pod && wanted(pod) ? pod : null, $"{name} is as wanted");

    internal Task UntilGoneAsync(string name) => Waiting.UntilAsync(async () => await FindAsync(name) is null, $"{name} is gone");

    /// <summary>As <c>kubectl delete</c>: returns when the API server took it.</summary>
    internal async Task DeleteAsync(string name, int graceSeconds)
    {
        using var http = Plane.AdminHttp();
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"https://127.0.0.1:{Plane.Port}/{Pods}/{name}?gracePeriodSeconds={graceSeconds}"));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    internal Task<V1Pod> EventAsync(string pod, string reason, string words) => Waiting.ForAsync(
        async () => (await Plane.Admin.GetAsync<Corev1EventList>($"api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D{pod}", None)).Items
            .Any(told => told.Reason == reason && told.Message.Contains(words, StringComparison.Ordinal)) ? new V1Pod() : null,
        $"the event {reason} about {pod} says '{words}'");

    internal static bool IsRunning(V1Pod pod) => pod.Status?.Phase == PodPhases.Running && pod.Status.ContainerStatuses.All(status => status.Ready);
}
