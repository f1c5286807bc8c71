using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Kubeconfigs;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Kubeconfigs;

public sealed class KubeconfigMergeTests : IDisposable
{
    private const string Others = """
        apiVersion: v1
        kind: Config
        preferences: {colors: true}
        clusters:
        - name: work
          cluster: {server: "https://work.example", extensions: [{name: x, extension: {since: '2024', on: "true"}}]}
        users:
        - name: me
          user:
            exec: {apiVersion: client.authentication.k8s.io/v1, command: login, args: ["--id", "007"], interactiveMode: Never}
        contexts:
        - name: work
          context: {cluster: work, user: me, namespace: team}
        current-context: work
        """;

    private static readonly KubeconfigNames Dev = KubeconfigNames.Of("dev", null);
    private static readonly PemPair Client = new Leaves(TestCluster.Keys, TimeProvider.System).Administrator();
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-").FullName;

    [Fact]
    public void Everything_of_others_stays_and_so_does_their_current_context()
    {
        var text = Merge(Others);
        foreach (var part in new[] { "colors: true", "https://work.example", "since: '2024'", "on: \"true\"", "\"007\"", "namespace: team", "name: me", "current-context: work\n" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        foreach (var part in new[] { "name: dev\n", "name: frankenetes-dev\n", "server: https://dev.example:6443" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_made_the_current_one_where_that_is_wanted_or_there_is_none()
    {
        Assert.Contains("current-context: dev\n", Merge(Others, use: true), StringComparison.Ordinal);
        Assert.Contains("current-context: dev\n", Merge("apiVersion: v1\nkind: Config\ncurrent-context: \"\"\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Again_it_replaces_its_own_entries()
    {
        var twice = Merge(Merge(Others), server: "https://dev2.example:6443");
        Assert.DoesNotContain("dev.example", twice, StringComparison.Ordinal);
        Assert.Single(twice.Split("name: frankenetes-dev\n")[1..]);
        Assert.Equal(Merge(Others, server: "https://dev2.example:6443"), twice);
    }

    [Fact]
    public void Two_users_of_one_cluster_share_its_entry()
    {
        var text = KubeconfigMerge.Merge(Merge(Others), Text("https://dev.example:6443", KubeconfigNames.Of("dev", "jane")), KubeconfigNames.Of("dev", "jane"), use: false, force: false, "config");
        Assert.Contains("name: jane@dev\n", text, StringComparison.Ordinal);
        Assert.Contains("name: frankenetes-dev\n", text, StringComparison.Ordinal);
        Assert.Single(text.Split("server: https://dev.example:6443")[1..]);
    }

    [Theory]
    [InlineData("contexts:\n- name: dev\n  context: {cluster: a, user: b}\n")]
    [InlineData("clusters:\n- name: dev\n  cluster: {server: \"https://elsewhere\"}\n")]
    public void A_name_of_another_s_is_taken_only_by_force(string others)
    {
        Assert.Equal("FileExists", Assert.Throws<FrankenetesException>(() => Merge(others)).ErrorId);
        Assert.Contains("dev.example", Merge(others, force: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("null\n")]
    [InlineData("{\"kind\":\"Config\",\"apiVersion\":\"v1\",\"clusters\":null,\"users\":[],\"contexts\":null}")]
    public void Files_without_entries_get_their_first(string others) => Assert.Contains("current-context: dev", Merge(others), StringComparison.Ordinal);

    [Theory]
    [InlineData("a: [")]
    [InlineData("- a\n- b\n")]
    [InlineData("kind: Pod\n")]
    [InlineData("clusters: yes\n")]
    [InlineData("a: 1\na: 2\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("words")]
    public void What_is_no_kubeconfig_is_refused(string others) => Assert.Equal("KubeconfigUnreadable", Assert.Throws<FrankenetesException>(() => Merge(others)).ErrorId);

    [Fact]
    public async Task The_file_behind_a_link_is_written_for_its_owner_alone()
    {
        var (file, link) = (Path.Combine(_folder, "real"), Path.Combine(_folder, "link"));
        await File.WriteAllTextAsync(file, Others);
        File.CreateSymbolicLink(link, file);
        await RunAsync(link);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Contains("name: frankenetes-dev", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task A_file_that_is_being_changed_is_left_alone()
    {
        var file = Path.Combine(_folder, "config");
        await File.WriteAllTextAsync(file, Others);
        await File.WriteAllTextAsync(file + ".lock", "");
        Assert.Equal("KubeconfigLocked", (await Assert.ThrowsAsync<FrankenetesException>(() => RunAsync(file))).ErrorId);
        Assert.Equal(Others, await File.ReadAllTextAsync(file));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static Task RunAsync(string path) => KubeconfigMerge.RunAsync(path, Text("https://dev.example:6443", Dev), Dev, use: false, force: false, CancellationToken.None);

    private static string Merge(string others, bool use = false, bool force = false, string server = "https://dev.example:6443") => KubeconfigMerge.Merge(others, Text(server, Dev), Dev, use, force, "config");

    private static string Text(string server, KubeconfigNames names) => Kubeconfig.ForUser(names, new Uri(server), null, TestCluster.Keys.Cluster.Certificate, Client);
}
