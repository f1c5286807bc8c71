using System.Globalization;
using System.Net;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Lifecycle;

public sealed class OwnGroupTests : IDisposable
{
    private static readonly string Group = TestAzure.Group(ClusterNames.ControlPlaneGroup);
    private readonly TestAzure _azure = new();
    private readonly SkippingTime _time = new();

    [Fact]
    public async Task A_word_that_an_earlier_run_s_group_left_is_not_taken_for_the_new_one_s()
    {
        var cluster = await _azure.OpenAsync();
        _azure[TestAzure.Acknowledgement("etcd-keeper")] = """{"epoch":2,"agent":"etcd-keeper","phase":"Failed","at":"2026-11-23T08:00:00Z","message":"gap"}""";
        var group = new ControlPlaneGroups(cluster, ClusterTopology.Compact);
        await group.EnsureAsync(TestCluster.Record(2), TestCluster.Keys, new AgentInShare("YQ==", "Yg=="), true, CancellationToken.None);
        Assert.NotNull(_azure[Group]);
        await group.CheckAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_group_of_this_epoch_stays_and_one_whose_agent_refused_its_start_goes()
    {
        var cluster = await _azure.OpenAsync();
        var own = new OwnGroup(cluster, ClusterNames.ControlPlaneGroup);
        var plans = 0;
        ControlPlaneInput Planned() => TestCluster.Input(2) with { AcceptLoss = plans++ > 0 };
        Task EnsureAsync() => own.EnsureAsync(2, "etcd-keeper", _ => Task.FromResult(CompactPlan.ControlPlane(Planned())), CancellationToken.None);
        await EnsureAsync();
        await EnsureAsync();
        Assert.Equal(1, plans);
        _azure[TestAzure.Acknowledgement("etcd-keeper")] = """{"epoch":2,"agent":"etcd-keeper","phase":"Failed","at":"2026-11-23T08:00:00Z"}""";
        await EnsureAsync();
        Assert.Equal((2, null), (plans, _azure[TestAzure.Acknowledgement("etcd-keeper")]));
    }

    [Fact]
    public async Task A_deletion_that_was_accepted_and_then_failed_is_asked_for_again()
    {
        Put(Group, "");
        var deletes = 0;
        _azure.Answer = request => request == $"DELETE {Group}" && deletes++ == 0 ? (HttpStatusCode.Accepted, "") : null;
        await new OwnGroup(await _azure.OpenAsync(_time), ClusterNames.ControlPlaneGroup).DeleteAsync(CancellationToken.None);
        Assert.Equal((2, null), (deletes, _azure[Group]));
    }

    [Fact]
    public async Task A_pod_s_group_that_cannot_be_deleted_is_named_after_half_an_hour_and_those_that_can_are_gone()
    {
        var (stuck, free) = (TestAzure.Group("default-stuck", "dev-pods"), TestAzure.Group("default-free", "dev-pods"));
        Put(stuck, "");
        Put(free, "");
        _azure.Answer = request => request == $"DELETE {stuck}" ? (HttpStatusCode.Accepted, "") : null;
        var cluster = await _azure.OpenAsync(_time);
        var failure = await Assert.ThrowsAsync<FrankenetesException>(() => new PodGroups(cluster).DeleteAsync(CancellationToken.None));
        Assert.Equal(nameof(ErrorCatalog.OperationTimedOut), failure.ErrorId);
        Assert.Contains("default-stuck", failure.Message, StringComparison.Ordinal);
        Assert.Null(_azure[free]);
        Assert.Equal(1, _azure.Requests.Count(request => request == $"DELETE {free}"));
    }

    [Fact]
    public async Task What_a_group_s_identity_was_allowed_goes_before_the_group()
    {
        Put(Group, """, "identity": {"type": "SystemAssigned", "principalId": "5b0e2a3c-0000-4000-8000-00000000000a"}""");
        await new OwnGroup(await _azure.OpenAsync(identities: true), ClusterNames.ControlPlaneGroup).DeleteAsync(CancellationToken.None);
        var deletes = _azure.Requests.Where(request => request.StartsWith("DELETE", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, deletes.Count);
        Assert.StartsWith("DELETE /subscriptions/sub/resourceGroups/dev-pods/providers/Microsoft.Authorization/roleAssignments/", deletes[0], StringComparison.Ordinal);
        Assert.Equal($"DELETE {Group}", deletes[1]);
    }

    public void Dispose() => _azure.Dispose();

    private void Put(string path, string more) => _azure[path] = string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"name":"{{path.Split('/')[^1]}}","location":"eastus","tags":{"frankenetes-cluster-id":"{{TestCluster.Names.Id:D}}"},"properties":{"osType":"Linux","containers":[]}{{more}}}""");
}
