using System.Security.Cryptography.X509Certificates;
using Frankenetes.Clusters.Certificates;

namespace Frankenetes.Clusters.Tests.Certificates;

public class LeavesTests
{
    private readonly Leaves _leaves = new(TestCluster.Keys, TimeProvider.System);

    [Fact]
    public void The_API_server_speaks_for_its_FQDN_its_service_and_its_loopback()
    {
        using var certificate = X509Certificate2.CreateFromPem(_leaves.ApiServer("dev-123456.eastus.azurecontainer.io").Certificate);
        Assert.True(certificate.MatchesHostname("dev-123456.eastus.azurecontainer.io"));
        Assert.True(certificate.MatchesHostname("kubernetes.default.svc"));
        Assert.True(certificate.MatchesHostname("10.96.0.1"));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
    }

    [Fact]
    public void Nobody_but_the_user_is_of_the_masters()
    {
        Assert.Contains("system:masters", Subject(_leaves.Administrator()), StringComparison.Ordinal);
        PemPair[] others =
        [
            _leaves.ApiServer("x"), _leaves.ApiServerKubeletClient(), _leaves.ApiServerEtcdClient(), _leaves.FrontProxyClient(), _leaves.EtcdServer(),
            _leaves.EtcdKeeperClient(), _leaves.ControllerManager(), _leaves.Scheduler(), _leaves.Node("n"),
        ];
        Assert.All(others, other => Assert.DoesNotContain("masters", Subject(other), StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_is_known_by_its_user_name_and_group()
    {
        var subject = Subject(_leaves.Node("frankenetes-linux"));
        Assert.Contains("CN=system:node:frankenetes-linux", subject, StringComparison.Ordinal);
        Assert.Contains("O=system:nodes", subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Those_of_a_start_are_named_as_they_are_issued_one_for_each_node()
    {
        PemPair[] issued =
        [
            _leaves.ApiServer("x"), _leaves.ApiServerKubeletClient(), _leaves.ApiServerEtcdClient(), _leaves.FrontProxyClient(), _leaves.EtcdServer(),
            _leaves.EtcdKeeperClient(), _leaves.ControllerManager(), _leaves.Scheduler(), _leaves.Node("a"), _leaves.Node("b"),
        ];
        Assert.Equal(issued.Select(Name), Leaves.OfControlPlane(["a", "b"]));
    }

    private static string Name(PemPair pair)
    {
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
        return certificate.GetNameInfo(X509NameType.SimpleName, false);
    }

    private static string Subject(PemPair pair)
    {
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
        return certificate.Subject;
    }
}
