using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Kubeconfigs;

namespace Frankenetes.Clusters.Tests.Kubeconfigs;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-").FullName;
    private static readonly KubeconfigNames Dev = KubeconfigNames.Of("dev", null);
    private readonly PemPair _client = new Leaves(TestCluster.Keys, TimeProvider.System).Administrator();

    [Fact]
    public void A_server_called_by_address_is_verified_by_its_name() =>
        Assert.Contains("tls-server-name: dev.example", Text(new Uri("https://10.1.2.3:6443"), "dev.example"), StringComparison.Ordinal);

    [Fact]
    public void A_server_called_by_name_needs_no_second_name()
    {
        var text = Text(new Uri("https://dev.example:6443"), null);
        Assert.Contains("server: https://dev.example:6443\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("tls-server-name", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_file_is_its_owner_s_alone()
    {
        var path = Path.Combine(_folder, "deep", "config");
        await PrivateFile.WriteAsync(path, "text", CancellationToken.None);
        Assert.Equal("text", await File.ReadAllTextAsync(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_not_written_over()
    {
        var path = Path.Combine(_folder, "config");
        Assert.True(Kubeconfig.MayReplace(path, Dev));
        await File.WriteAllTextAsync(path, Text(new Uri("https://dev.example:6443"), null));
        Assert.True(Kubeconfig.MayReplace(path, Dev));
        Assert.False(Kubeconfig.MayReplace(path, KubeconfigNames.Of("other", null)));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private string Text(Uri server, string? serverName) => Kubeconfig.ForUser(Dev, server, serverName, TestCluster.Keys.Cluster.Certificate, _client);
}
