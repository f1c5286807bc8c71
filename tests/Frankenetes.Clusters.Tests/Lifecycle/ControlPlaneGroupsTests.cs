using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Lifecycle;

public sealed class ControlPlaneGroupsTests : IDisposable
{
    private static readonly string[] All = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "virtual-kubelet"];
    private readonly TestAzure _azure = new();

    [Fact]
    public async Task Every_component_gets_its_group_the_store_at_last_and_those_that_are_there_stay()
    {
        var made = await EnsureAsync();
        Assert.Equal(All, made.Order());
        Assert.Equal("etcd", made[^1]);
        Assert.Empty(await EnsureAsync());
    }

    [Fact]
    public async Task A_group_that_failed_is_made_anew_alone()
    {
        await EnsureAsync();
        Spoil("kube-scheduler");
        Assert.Equal(["kube-scheduler"], await EnsureAsync());
    }

    [Fact]
    public async Task A_store_that_is_made_anew_takes_all_who_have_seen_it_along()
    {
        await EnsureAsync();
        Spoil("etcd");
        Assert.Equal(All, (await EnsureAsync()).Order());
    }

    [Fact]
    public async Task A_store_does_not_begin_under_a_name_that_is_not_to_be_had_for_another()
    {
        _azure.Answer = request => request == $"PUT {TestAzure.Group("virtual-kubelet")}" ? (HttpStatusCode.Conflict, """{"error":{"code":"DnsNameLabelAlreadyTaken","message":"Taken."}}""") : null;
        await Assert.ThrowsAsync<RequestFailedException>(EnsureAsync);
        Assert.Null(_azure[TestAzure.Group("etcd")]);
    }

    [Fact]
    public async Task What_is_wrong_is_told_of_the_group_with_most_trouble()
    {
        await EnsureAsync();
        Spoil("kube-apiserver");
        var groups = new ControlPlaneGroups(await _azure.OpenAsync(), ClusterTopology.Distributed);
        var failure = await Assert.ThrowsAsync<FrankenetesException>(() => groups.CheckAsync(CancellationToken.None));
        Assert.Equal(nameof(ErrorCatalog.ControlPlaneFailed), failure.ErrorId);
        Assert.Contains("state Failed", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _azure.Dispose();

    // The names of the groups that it asked for, in order.
    private async Task<List<string>> EnsureAsync()
    {
        _azure.Requests.Clear();
        var record = TestCluster.Record(2) with { Topology = ClusterTopology.Distributed };
        await new ControlPlaneGroups(await _azure.OpenAsync(), record.Topology).EnsureAsync(record, TestCluster.Keys, new AgentInShare("YQ==", "Yg=="), false, CancellationToken.None);
        return [.. _azure.Requests.Where(request => request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains("/containerGroups/", StringComparison.Ordinal)).Select(request => request.Split('/')[^1])];
    }

    private void Spoil(string group)
    {
        var resource = JsonNode.Parse(_azure[TestAzure.Group(group)]!)!;
        resource["properties"]!["provisioningState"] = "Failed";
        _azure[TestAzure.Group(group)] = resource.ToJsonString();
    }
}
