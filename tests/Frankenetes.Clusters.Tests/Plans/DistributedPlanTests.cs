using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Frankenetes.Clusters.Plans;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Plans;

public class DistributedPlanTests
{
    private const string Domain = ".eastus.azurecontainer.io";
    private readonly IReadOnlyDictionary<string, ContainerGroupData> _plan = ControlPlaneShape.Plan(Input());

    [Fact]
    public void Each_component_has_a_group_which_its_shape_names()
    {
        Assert.Equal(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "virtual-kubelet"], _plan.Keys.Order());
        Assert.Equal(_plan.Keys.Order(), ControlPlaneShape.Of(ClusterTopology.Distributed).Groups.Order());
        Assert.All(_plan, group => Assert.Equal([group.Key, .. group.Key == "kube-apiserver" ? ["audit-witness"] : Array.Empty<string>()], group.Value.Containers.Select(container => container.Name)));
        Assert.All(_plan.Values, group => Assert.Equal(("control-plane", "2"), (group.Tags["frankenetes-role"], group.Tags["frankenetes-epoch"])));
    }

    [Fact]
    public void Who_is_called_has_a_name_and_one_public_port_and_the_others_have_none()
    {
        var addresses = _plan.Where(group => group.Value.IPAddress is not null).Select(group => $"{group.Key} {group.Value.IPAddress!.DnsNameLabel} {string.Join(' ', group.Value.IPAddress.Ports.Select(port => port.Port))}");
        Assert.Equal(["etcd dev-012345-etcd 2379", "kube-apiserver dev-012345 6443", "virtual-kubelet dev-012345-kubelet 10250"], addresses.Order());
        Assert.All(_plan.Values, group => Assert.Equal(group.IPAddress?.Ports.Select(port => port.Port) ?? [], group.Containers[0].Ports?.Select(port => port.Port) ?? []));
    }

    [Fact]
    public void Every_call_goes_by_name()
    {
        Assert.Contains($"--etcd-servers=https://dev-012345-etcd{Domain}:2379", _plan["kube-apiserver"].Containers[0].Command!);
        foreach (var component in new[] { "kube-controller-manager", "kube-scheduler" })
        {
            Assert.Contains($"--server=https://dev-012345{Domain}:6443", _plan[component].Containers[0].Command!);
            Assert.Contains($"server: https://dev-012345{Domain}:6443\n", File(component, component, "kubeconfig"), StringComparison.Ordinal);
        }

        var kubelet = Json("virtual-kubelet", "kubelet-configuration", "kubelet.json");
        Assert.Equal($"https://dev-012345{Domain}:6443", kubelet.GetProperty("kubernetes").GetProperty("server").GetString());
        Assert.Equal($"dev-012345-kubelet{Domain}", kubelet.GetProperty("kubelet").GetProperty("externalName").GetString());
        Assert.Contains("--kubelet-preferred-address-types=ExternalDNS,InternalIP", _plan["kube-apiserver"].Containers[0].Command!);
    }

    [Fact]
    public void Nobody_but_etcd_itself_calls_a_loopback()
    {
        Assert.All(_plan.Values.SelectMany(group => group.Containers).SelectMany(container => container.Command!), argument => Assert.DoesNotContain("//127.0.0.1", argument, StringComparison.Ordinal));
        var etcd = Json("etcd", "etcd-configuration", "keeper.json").GetProperty("etcd");
        Assert.Equal(("0.0.0.0:2379", 22379), (etcd.GetProperty("clientListen").GetString(), etcd.GetProperty("privatePort").GetInt32()));
    }

    [Fact]
    public void Etcd_s_certificate_bears_its_name_and_its_keeper_s()
    {
        using var certificate = X509Certificate2.CreateFromPem(File("etcd", "etcd-pki", "server.crt"));
        Assert.Equal(["localhost", $"dev-012345-etcd{Domain}"], certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
    }

    [Fact]
    public void Each_secret_goes_to_the_one_group_that_needs_it()
    {
        var keys = TestCluster.Keys;
        Assert.Equal(["virtual-kubelet"], GroupsWith(keys.KubeletServing.Key));
        Assert.Equal(["kube-controller-manager"], GroupsWith(keys.RequestSigning.Key));
        Assert.Equal(["kube-apiserver"], GroupsWith(keys.EncryptionKey));
        Assert.Equal(["kube-apiserver", "kube-controller-manager"], GroupsWith(keys.ServiceAccountKey));
        Assert.Equal(["virtual-kubelet"], GroupsWith("node-secret"));
        Assert.Equal(["etcd"], GroupsWith("sig=etcd"));
        foreach (var secret in new[] { keys.Cluster.Key, keys.Etcd.Key, keys.FrontProxy.Key })
            Assert.Empty(GroupsWith(secret));
    }

    [Fact]
    public void Every_group_is_of_whole_cores() => Assert.All(_plan.Values, group =>
    {
        Assert.Equal(1, group.Containers.Sum(container => container.Resources.Requests.Cpu), 6);
        Assert.InRange(group.Containers.Sum(container => container.Resources.Requests.MemoryInGB), 1, 2.0001);
    });

    [Fact]
    public void The_API_server_s_witness_sees_its_audit_log_and_may_not_change_it()
    {
        var witness = _plan["kube-apiserver"].Containers.Single(container => container.Name == "audit-witness");
        var told = Json("kube-apiserver", "audit-witness", "witness.json");
        Assert.Equal((2, "/var/log/kubernetes/audit.log"), (told.GetProperty("epoch").GetInt32(), told.GetProperty("auditLog").GetString()));
        Assert.True(witness.VolumeMounts!.Single(mount => mount.MountPath == "/var/log/kubernetes").IsReadOnly);
    }

    [Fact]
    public void Every_mount_has_its_volume_and_every_volume_its_mount() => Assert.All(_plan.Values, group =>
    {
        var mounts = group.Containers.SelectMany(container => container.VolumeMounts!).Concat(group.InitContainers!.SelectMany(container => container.VolumeMounts!));
        Assert.Equal(group.Volumes!.Select(volume => volume.Name).Order(), mounts.Select(mount => mount.Name).Distinct().Order());
    });

    [Fact]
    public void Only_the_virtual_kubelet_signs_in_by_an_identity()
    {
        var plan = ControlPlaneShape.Plan(Input() with { NodeCredential = new(null, null, null) });
        Assert.Equal(["virtual-kubelet"], plan.Where(group => group.Value.Identity is not null).Select(group => group.Key));
    }

    [Fact]
    public void A_name_that_was_changed_changes_all()
    {
        var labels = ControlPlaneShape.Plan(Input() with { Fqdn = $"dev-abcdef{Domain}" }).Values.Select(group => group.IPAddress?.DnsNameLabel).OfType<string>();
        Assert.Equal(["dev-abcdef", "dev-abcdef-etcd", "dev-abcdef-kubelet"], labels.Order());
    }

    [Fact]
    public void The_longest_name_makes_labels_that_DNS_takes()
    {
        var names = TestCluster.Names with { Cluster = new string('a', 40) };
        var hosts = ComponentHosts.Of(ClusterTopology.Distributed, names.Fqdn("eastus", "azurecontainer.io"));
        Assert.All([hosts.Etcd, hosts.Kubelet!], host => Assert.InRange(ComponentHosts.LabelOf(host).Length, 1, 63));
    }

    private static ControlPlaneInput Input() => TestCluster.Input(2) with { Topology = ClusterTopology.Distributed };

    private IEnumerable<string> GroupsWith(string text) => _plan
        .Where(group => group.Value.Volumes!.Any(volume => volume.Secret?.Values.Any(file => Decode(file).Contains(text.Trim(), StringComparison.Ordinal)) == true))
        .Select(group => group.Key).Order();

    private JsonElement Json(string group, string volume, string name) => JsonDocument.Parse(File(group, volume, name)).RootElement;

    private string File(string group, string volume, string name) => Decode(_plan[group].Volumes!.Single(candidate => candidate.Name == volume).Secret![name]);

    private static string Decode(string file) => Encoding.UTF8.GetString(Convert.FromBase64String(file));
}
