using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Clusters.Tests.Plans;

public partial class CompactPlanTests
{
    private readonly ContainerGroupData _plan = CompactPlan.ControlPlane(TestCluster.Input());

    [Fact]
    public void Only_the_API_server_s_port_is_public()
    {
        Assert.Equal([6443], _plan.IPAddress!.Ports.Select(port => port.Port));
        Assert.Equal("dev-012345", _plan.IPAddress.DnsNameLabel);
    }

    [Fact]
    public void Volume_names_are_what_Azure_takes() => Assert.All(_plan.Volumes!, volume =>
    {
        Assert.InRange(volume.Name.Length, 5, 63);
        Assert.Matches(VolumeName(), volume.Name);
        Assert.DoesNotContain("--", volume.Name, StringComparison.Ordinal);
    });

    [Fact]
    public void Every_mount_has_its_volume_and_every_volume_its_mount()
    {
        var mounts = _plan.Containers.SelectMany(container => container.VolumeMounts!).Concat(_plan.InitContainers!.SelectMany(container => container.VolumeMounts!));
        Assert.Equal(_plan.Volumes!.Select(volume => volume.Name).Order(), mounts.Select(mount => mount.Name).Distinct().Order());
    }

    [Fact]
    public void Two_authorities_keys_enter_the_group_and_each_goes_to_the_one_that_signs_with_it()
    {
        var keys = TestCluster.Keys;
        Assert.Equal(["kubelet-pki"], VolumesWith(keys.KubeletServing.Key));
        Assert.Equal(["kube-controller-manager"], VolumesWith(keys.RequestSigning.Key));
        foreach (var secret in new[] { keys.Cluster.Key, keys.Etcd.Key, keys.FrontProxy.Key })
            Assert.Empty(VolumesWith(secret));
    }

    [Fact]
    public void Keys_go_to_nobody_who_does_not_need_them()
    {
        Assert.Equal(["kube-apiserver"], VolumesWith(TestCluster.Keys.EncryptionKey));
        Assert.Equal(["kube-apiserver", "kube-controller-manager"], VolumesWith(TestCluster.Keys.ServiceAccountKey).Order());
        Assert.Equal(["kubelet-configuration"], VolumesWith("node-secret"));
        Assert.Equal(["etcd-configuration"], VolumesWith("sig=etcd"));
    }

    [Fact]
    public void No_secret_stands_in_a_command_or_an_environment_variable()
    {
        var visible = _plan.Containers.SelectMany(container => container.Command!).Concat(_plan.InitContainers!.SelectMany(container => container.Command!)).ToList();
        Assert.All(visible, argument => Assert.DoesNotContain("sig=", argument, StringComparison.Ordinal));
        Assert.All(_plan.Containers, container => Assert.Null(container.EnvironmentVariables));
    }

    [Fact]
    public void Requests_add_up_to_whole_cores_and_no_limit_is_above_them()
    {
        var cores = _plan.Containers.Sum(container => container.Resources.Requests.Cpu);
        var memory = _plan.Containers.Sum(container => container.Resources.Requests.MemoryInGB);
        Assert.Equal(2, cores);
        Assert.Equal(4, memory);
        Assert.All(_plan.Containers, container => Assert.True(container.Resources.Limits!.Cpu <= cores && container.Resources.Limits.MemoryInGB <= memory));
    }

    [Fact]
    public void The_agent_is_taken_from_a_share_that_nobody_in_the_group_can_write()
    {
        var share = _plan.Volumes!.Single(volume => volume.AzureFile is not null);
        Assert.True(share.AzureFile!.IsReadOnly);
        Assert.Equal(["/share/frankenetes-agent", "install", "/frankenetes/bin"], _plan.InitContainers!.Single().Command!);
    }

    [Theory]
    [InlineData(1, "New", false)]
    [InlineData(2, "Resume", true)]
    public void The_agents_are_told_whether_this_is_a_resume(int epoch, string start, bool resuming)
    {
        var plan = CompactPlan.ControlPlane(TestCluster.Input(epoch));
        using var keeper = JsonDocument.Parse(File(plan, "etcd-configuration", "keeper.json"));
        using var kubelet = JsonDocument.Parse(File(plan, "kubelet-configuration", "kubelet.json"));
        Assert.Equal(start, keeper.RootElement.GetProperty("start").GetString());
        Assert.Equal(epoch, keeper.RootElement.GetProperty("epoch").GetInt32());
        Assert.Equal("00:10:00", keeper.RootElement.GetProperty("voidAfter").GetString());
        Assert.Equal(resuming, kubelet.RootElement.GetProperty("resuming").GetBoolean());
        Assert.Equal("dev-pods", kubelet.RootElement.GetProperty("azure").GetProperty("resourceGroup").GetString());
    }

    [Fact]
    public void A_cluster_that_is_restored_is_told_of_which_checkpoint_and_only_then()
    {
        var restore = new RestoreRecord("first", TestCluster.Names.Id);
        using var keeper = JsonDocument.Parse(File(CompactPlan.ControlPlane(TestCluster.Input(2) with { Restore = restore }), "etcd-configuration", "keeper.json"));
        Assert.Equal("checkpoint/first.json", keeper.RootElement.GetProperty("restore").GetProperty("checkpoint").GetString());
        Assert.Equal(TestCluster.Names.Id, keeper.RootElement.GetProperty("restore").GetProperty("clusterId").GetGuid());
        using var other = JsonDocument.Parse(File(_plan, "etcd-configuration", "keeper.json"));
        Assert.Equal(JsonValueKind.Null, other.RootElement.GetProperty("restore").ValueKind);
    }

    [Fact]
    public void The_node_of_a_clone_is_told_what_is_the_original_s()
    {
        var origin = new CloneRecord("old", Guid.NewGuid(), "first", ["fkolddat"]);
        using var kubelet = JsonDocument.Parse(File(CompactPlan.ControlPlane(TestCluster.Input(2) with { CloneOf = origin }), "kubelet-configuration", "kubelet.json"));
        var clone = kubelet.RootElement.GetProperty("cloneOf");
        Assert.Equal("-012345", clone.GetProperty("dnsNameLabelSuffix").GetString());
        Assert.Equal("fkolddat", clone.GetProperty("formerDataAccounts")[0].GetString());
        using var other = JsonDocument.Parse(File(_plan, "kubelet-configuration", "kubelet.json"));
        Assert.Equal(JsonValueKind.Null, other.RootElement.GetProperty("cloneOf").ValueKind);
    }

    [Fact]
    public void A_clone_writes_Secrets_with_its_own_key_and_reads_the_original_s()
    {
        var input = TestCluster.Input(2);
        var text = File(CompactPlan.ControlPlane(input with { Keys = input.Keys with { FormerEncryptionKeys = ["Zmlyc3Q=", "c2Vjb25k"] } }), "kube-apiserver", "encryption.yaml");
        Assert.Equal(["key3", input.Keys.EncryptionKey, "key2", "c2Vjb25k", "key1", "Zmlyc3Q="], EncryptionKey().Matches(text).Select(match => match.Groups[1].Value));
        Assert.Equal(["key1", input.Keys.EncryptionKey], EncryptionKey().Matches(File(_plan, "kube-apiserver", "encryption.yaml")).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void A_managed_identity_takes_the_place_of_a_secret()
    {
        var plan = CompactPlan.ControlPlane(TestCluster.Input() with { NodeCredential = new(null, null, null) });
        using var kubelet = JsonDocument.Parse(File(plan, "kubelet-configuration", "kubelet.json"));
        Assert.Equal("ManagedIdentity", kubelet.RootElement.GetProperty("azure").GetProperty("credential").GetProperty("kind").GetString());
        Assert.Equal("SystemAssigned", plan.Identity!.ManagedServiceIdentityType);
    }

    [Fact]
    public void Images_bear_the_version_that_was_asked_for()
    {
        var plan = CompactPlan.ControlPlane(TestCluster.Input(version: new KubernetesVersion(1, 31, 4)));
        Assert.Contains("registry.k8s.io/kube-apiserver:v1.31.4", plan.Containers.Select(container => container.Image));
    }

    private IEnumerable<string> VolumesWith(string text) => _plan.Volumes!
        .Where(volume => volume.Secret is not null && volume.Secret.Values.Any(file => Decode(file).Contains(text.Trim(), StringComparison.Ordinal)))
        .Select(volume => volume.Name);

    private static string File(ContainerGroupData plan, string volume, string name) =>
        Decode(plan.Volumes!.Single(candidate => candidate.Name == volume).Secret![name]);

    private static string Decode(string file) => Encoding.UTF8.GetString(Convert.FromBase64String(file));

    [GeneratedRegex("(?:name|secret): (\\S+)")]
    private static partial Regex EncryptionKey();

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex VolumeName();
}
