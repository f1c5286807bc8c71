using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Nodes;
using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters.Tests.Nodes;

public sealed class FurtherNodesTests : IDisposable
{
    private static readonly AgentInShare Agent = new("YQ==", "Yg==");
    private static readonly ClusterRecord Record = TestCluster.Record(2) with { Nodes = [new("bad", "Linux", null), new("good", "Linux", null)] };
    private readonly TestAzure _azure = new() { Answer = Refuse };

    [Fact]
    public async Task A_resume_goes_on_without_a_node_that_does_not_come_up_and_says_so_once()
    {
        var said = new List<string>();
        var nodes = new FurtherNodes(await _azure.OpenAsync(), TestCluster.Keys, said.Add);
        await nodes.EnsureAsync(Record, Agent, CancellationToken.None);
        _azure[TestAzure.Acknowledgement("virtual-kubelet-good")] = """{"epoch":2,"agent":"virtual-kubelet-good","phase":"Running","at":"2026-11-23T08:00:00Z"}""";
        await nodes.BackAsync(Record, CancellationToken.None);
        Assert.NotNull(_azure[TestAzure.Group("node-good")]);
        var word = Assert.Single(said);
        Assert.Contains("without node 'bad'", word, StringComparison.Ordinal);
        Assert.Contains("no more cores", word, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_gives_up_is_not_told_of_nodes()
    {
        using var stop = new CancellationTokenSource();
        var said = new List<string>();
        var nodes = new FurtherNodes(await _azure.OpenAsync(), TestCluster.Keys, said.Add);
        var waiting = nodes.BackAsync(Record, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(said);
    }

    [Fact]
    public async Task A_node_that_is_added_again_after_a_resume_brings_its_pods_back()
    {
        var record = Record with { Operation = new OperationRecord(AddNode.Kind, DateTimeOffset.UnixEpoch, new LockHolder("here", 1, DateTimeOffset.UnixEpoch), []) };
        await new NodeGroups(await _azure.OpenAsync()).EnsureAsync(record, record.Nodes![1], TestCluster.Keys, Agent, CancellationToken.None);
        var secrets = JsonNode.Parse(_azure[TestAzure.Group("node-good")]!)!["properties"]!["volumes"]!.AsArray().Select(volume => volume!["secret"]?["kubelet.json"]).OfType<JsonNode>();
        Assert.True((bool)JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)Assert.Single(secrets)!)))!["resuming"]!);
    }

    [Fact]
    public async Task A_node_that_joins_takes_the_agents_as_they_are()
    {
        await new AgentShare(_azure.Connect(), TestCluster.Names).FindAsync(CancellationToken.None);
        Assert.Equal(2, _azure.Requests.Count);
        Assert.All(_azure.Requests, request => Assert.EndsWith("/listKeys", request, StringComparison.Ordinal));
    }

    public void Dispose() => _azure.Dispose();

    private static (HttpStatusCode, string)? Refuse(string request) => request == $"PUT {TestAzure.Group("node-bad")}"
        ? (HttpStatusCode.Conflict, """{"error":{"code":"ContainerGroupQuotaReached","message":"There are no more cores."}}""")
        : null;
}
