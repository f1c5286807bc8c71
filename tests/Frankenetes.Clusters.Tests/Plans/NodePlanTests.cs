using System.Text;
using System.Text.Json;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Plans;

public class NodePlanTests
{
    private static readonly NodeRecord Record = new("build", "Windows", ["team=a:NoSchedule"]);
    private readonly ContainerGroupData _plan = NodePlan.Node(TestCluster.Input(2), Record);

    [Fact]
    public void Only_the_kubelet_s_port_is_public()
    {
        Assert.Equal([10250], _plan.IPAddress!.Ports.Select(port => port.Port));
        Assert.StartsWith("dev-012345-", _plan.IPAddress.DnsNameLabel, StringComparison.Ordinal);
    }

    [Fact]
    public void The_node_and_the_API_server_call_each_other_by_name()
    {
        var kubelet = Kubelet();
        Assert.Equal("https://dev-012345.eastus.azurecontainer.io:6443", kubelet.GetProperty("kubernetes").GetProperty("server").GetString());
        Assert.Equal($"{_plan.IPAddress!.DnsNameLabel}.eastus.azurecontainer.io", kubelet.GetProperty("kubelet").GetProperty("externalName").GetString());
        Assert.Equal(("build", "Windows", "team=a:NoSchedule", true), (
            kubelet.GetProperty("nodeName").GetString(), kubelet.GetProperty("operatingSystem").GetString(), kubelet.GetProperty("taints")[0].GetString(), kubelet.GetProperty("resuming").GetBoolean()));
    }

    [Fact]
    public void In_a_clone_it_is_told_what_is_the_original_s()
    {
        var input = TestCluster.Input(2) with { CloneOf = new CloneRecord("old", Guid.NewGuid(), "first", ["fkolddat"]) };
        var clone = Kubelet(NodePlan.Node(input, Record)).GetProperty("cloneOf");
        Assert.Equal(("-012345", "fkolddat"), (clone.GetProperty("dnsNameLabelSuffix").GetString(), clone.GetProperty("formerDataAccounts")[0].GetString()));
    }

    [Fact]
    public void Its_keys_are_its_own_and_it_gets_no_others()
    {
        Assert.Contains("BEGIN CERTIFICATE", File("kubelet-pki", "node.crt"), StringComparison.Ordinal);
        var all = string.Join('\n', _plan.Volumes!.Where(volume => volume.Secret is not null).SelectMany(volume => volume.Secret!.Values).Select(Decode));
        var keys = TestCluster.Keys;
        foreach (var secret in new[] { keys.Cluster.Key, keys.Etcd.Key, keys.FrontProxy.Key, keys.RequestSigning.Key, keys.ServiceAccountKey, keys.EncryptionKey, "sig=etcd" })
            Assert.DoesNotContain(secret.Trim(), all, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mount_has_its_volume_and_every_volume_its_mount()
    {
        var mounts = _plan.Containers.SelectMany(container => container.VolumeMounts!).Concat(_plan.InitContainers!.SelectMany(container => container.VolumeMounts!));
        Assert.Equal(_plan.Volumes!.Select(volume => volume.Name).Order(), mounts.Select(mount => mount.Name).Distinct().Order());
    }

    [Fact]
    public void The_longest_names_make_a_label_that_DNS_takes() =>
        Assert.InRange((TestCluster.Names with { Cluster = new string('a', 40) }).NodeDnsLabel(new string('b', 40), int.MaxValue).Length, 1, 63);

    [Fact]
    public void Who_takes_the_name_of_a_node_that_sleeps_does_not_have_that_of_the_next_epoch()
    {
        var labels = Enumerable.Range(1, 3).SelectMany(epoch => new[] { TestCluster.Names.NodeDnsLabel("build", epoch), (TestCluster.Names with { Id = Guid.NewGuid() }).NodeDnsLabel("build", epoch) });
        Assert.Equal(6, labels.Distinct().Count());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("B")]
    [InlineData("a.b")]
    [InlineData("a\n")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void A_name_that_cannot_be_one_is_refused(string name) =>
        Assert.Equal(nameof(ErrorCatalog.InvalidNodeName), Assert.Throws<FrankenetesException>(() => NodeRecord.Parse(name, false, null)).ErrorId);

    [Fact]
    public void The_control_plane_s_own_node_is_no_further_one() =>
        Assert.Equal(nameof(ErrorCatalog.NodeExists), Assert.Throws<FrankenetesException>(() => NodeRecord.Parse("frankenetes-linux", false, null)).ErrorId);

    private JsonElement Kubelet(ContainerGroupData? plan = null) => JsonDocument.Parse(File("kubelet-configuration", "kubelet.json", plan)).RootElement;

    private string File(string volume, string name, ContainerGroupData? plan = null) => Decode((plan ?? _plan).Volumes!.Single(candidate => candidate.Name == volume).Secret![name]);

    private static string Decode(string file) => Encoding.UTF8.GetString(Convert.FromBase64String(file));
}
