using Frankenetes.Clusters.Components;

namespace Frankenetes.Clusters.Tests.Components;

public class VersionedFlagsTests
{
    [Theory]
    [InlineData(20, true)]
    [InlineData(23, true)]
    [InlineData(24, false)]
    [InlineData(34, false)]
    public void The_unencrypted_ports_are_closed_as_long_as_there_is_a_flag_for_them(int minor, bool expected)
    {
        Assert.Equal(expected, ControllerManager.Command(Version(minor), "127.0.0.1").Contains("--port=0"));
        Assert.Equal(expected, Scheduler.Command(Version(minor), "127.0.0.1").Contains("--port=0"));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void The_second_CronJob_controller_is_chosen_where_it_is_not_the_default(int minor, bool expected) =>
        Assert.Equal(expected, ControllerManager.Command(Version(minor), "127.0.0.1").Contains("--feature-gates=CronJobControllerV2=true"));

    [Fact]
    public void No_flag_is_given_twice()
    {
        foreach (var minor in Enumerable.Range(20, 20))
        {
            foreach (var command in new[] { ApiServer.Command(Version(minor), "127.0.0.1"), ControllerManager.Command(Version(minor), "127.0.0.1"), Scheduler.Command(Version(minor), "127.0.0.1") })
            {
                var names = command.Skip(1).Select(flag => flag.Split('=')[0]).ToList();
                Assert.Equal(names.Count, names.Distinct().Count());
            }
        }
    }

    [Theory]
    [InlineData("--anonymous-auth=false")]
    [InlineData("--authorization-mode=Node,RBAC")]
    [InlineData("--enable-admission-plugins=NodeRestriction")]
    [InlineData("--profiling=false")]
    [InlineData("--enable-aggregator-routing=true")]
    [InlineData("--kubelet-certificate-authority=/etc/kubernetes/pki/kubelet-ca.crt")]
    [InlineData("--encryption-provider-config=/etc/kubernetes/pki/encryption.yaml")]
    public void The_API_server_is_hardened_in_every_version(string flag) =>
        Assert.All(Enumerable.Range(20, 20), minor => Assert.Contains(flag, ApiServer.Command(Version(minor), "127.0.0.1")));

    [Fact]
    public void Every_file_that_a_command_names_is_in_the_component_s_volume()
    {
        var input = TestCluster.Input();
        AssertFiles(ApiServer.Command(input.Version, "127.0.0.1"), ApiServer.Folder, ApiServer.Files(input.Keys, input.Leaves, input.Fqdn));
        AssertFiles(ControllerManager.Command(input.Version, "127.0.0.1"), ControllerManager.Folder, ControllerManager.Files(input.Keys, input.Leaves, "127.0.0.1"));
        AssertFiles(Scheduler.Command(input.Version, "127.0.0.1"), Scheduler.Folder, Scheduler.Files(input.Keys, input.Leaves, "127.0.0.1"));
    }

    private static void AssertFiles(IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string> files)
    {
        var named = command.Select(flag => flag.Split('=', 2)).Where(pair => pair.Length == 2 && pair[1].StartsWith(folder, StringComparison.Ordinal))
            .Select(pair => pair[1][(folder.Length + 1)..]).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Equal(files.Keys.Order(), named.Order());
    }

    private static KubernetesVersion Version(int minor) => new(1, minor, 0);
}
