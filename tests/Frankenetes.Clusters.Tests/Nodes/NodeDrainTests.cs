using System.Text.Json.Nodes;
using Frankenetes.Clusters.Nodes;
using Frankenetes.Clusters.Tests.Pods;

namespace Frankenetes.Clusters.Tests.Nodes;

public sealed class NodeDrainTests : IDisposable
{
    private readonly TestAzure _azure = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whether_somebody_cordoned_the_node_is_left_alone(bool removing)
    {
        await using var server = await TestApiServer.StartAsync();
        var drain = new NodeDrain(await _azure.OpenAsync(), server.Pods, "extra");
        server.Answer(Node(removing ? [] : [Taint("frankenetes.io/removing"), Taint("team")]));
        server.Answer(new JsonObject());
        await (removing ? drain.BeginAsync(CancellationToken.None) : drain.TakeBackAsync(CancellationToken.None));
        var (request, body) = server.Requests.Last();
        Assert.Equal("PATCH /api/v1/nodes/extra", request);
        Assert.DoesNotContain("unschedulable", body, StringComparison.Ordinal);
        Assert.Equal(removing ? "frankenetes.io/removing" : "team", (string)Assert.Single(JsonNode.Parse(body)!["spec"]!["taints"]!.AsArray())!["key"]!);
    }

    [Fact]
    public async Task Pods_are_deleted_once_each_and_waited_for()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Answer(TestApiServer.List("1", null, TestApiServer.Pod("a")));
        server.Answer(TestApiServer.List("1", null, TestApiServer.Pod("a")));
        server.Answer(new JsonObject());
        server.Answer(TestApiServer.List("2", null, TestApiServer.Pod("a")));
        server.Answer(TestApiServer.List("3", null));
        await new NodeDrain(await _azure.OpenAsync(), server.Pods, "extra").RunAsync(_ => Task.FromResult(true), CancellationToken.None);
        var (_, body) = Assert.Single(server.Requests, one => one.Request == "DELETE /api/v1/namespaces/default/pods/a");
        Assert.Contains("uid-a", body, StringComparison.Ordinal);
        Assert.DoesNotContain("gracePeriodSeconds", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_virtual_kubelet_no_pod_is_waited_for()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Answer(TestApiServer.List("1", null, TestApiServer.Pod("a")));
        await new NodeDrain(await _azure.OpenAsync(), server.Pods, "extra").RunAsync(_ => Task.FromResult(false), CancellationToken.None);
        Assert.DoesNotContain(server.Requests, one => one.Request.StartsWith("DELETE", StringComparison.Ordinal));
    }

    public void Dispose() => _azure.Dispose();

    private static JsonObject Node(params JsonNode[] taints) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "extra", ["resourceVersion"] = "7" }, ["spec"] = new JsonObject { ["unschedulable"] = true, ["taints"] = new JsonArray(taints) },
    };

    private static JsonObject Taint(string key) => new() { ["key"] = key, ["effect"] = "NoExecute" };
}
