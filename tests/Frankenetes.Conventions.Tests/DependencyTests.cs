using System.Xml.Linq;

namespace Frankenetes.Conventions.Tests;

public class DependencyTests
{
    /// <summary>The map of README and docs/contracts.md: each project and all that it may reference directly.</summary>
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Frankenetes.Contracts"] = [],
        ["Frankenetes.Loader"] = ["Frankenetes.Contracts"],
        ["Frankenetes.ContainerInstances"] = [],
        ["Frankenetes.Ledger"] = ["Frankenetes.ContainerInstances"],
        ["Frankenetes.Clusters"] = ["Frankenetes.Contracts", "Frankenetes.ContainerInstances", "Frankenetes.Ledger"],
        ["Frankenetes.Module"] = ["Frankenetes.Contracts", "Frankenetes.Clusters", "Frankenetes.PodTranslation"],
        ["Frankenetes.KubernetesApi"] = [],
        ["Frankenetes.PodTranslation"] = ["Frankenetes.ContainerInstances"],
        ["Frankenetes.KubeletStreams"] = [],
        ["Frankenetes.VirtualKubelet"] = ["Frankenetes.KubernetesApi", "Frankenetes.KubeletStreams", "Frankenetes.PodTranslation", "Frankenetes.ContainerInstances", "Frankenetes.Ledger"],
        ["Frankenetes.EtcdKeeper"] = [],
        ["Frankenetes.Agent"] = ["Frankenetes.VirtualKubelet", "Frankenetes.EtcdKeeper"],
        ["Frankenetes.PodAgent"] = [],
        ["Frankenetes.LocalAzure"] = [],
        ["Frankenetes.Shell"] = [],
    };

    [Fact]
    public void Dependencies_flow_one_way()
    {
        foreach (var project in Repository.Projects)
        {
            var name = Repository.Name(project);
            Assert.True(_allowed.ContainsKey(name), $"{name} is not on the map.");
            var excess = Repository.References(project, "ProjectReference").Select(Repository.Name).Except(_allowed[name]);
            Assert.True(!excess.Any(), $"{name} may not reference {string.Join(", ", excess)}.");
        }
    }

    [Fact]
    public void Contracts_and_Loader_need_no_package()
    {
        foreach (var name in new[] { "Frankenetes.Contracts", "Frankenetes.Loader" })
            Assert.Empty(Repository.References(Path.Combine(Repository.Root, "src", name, name + ".csproj"), "PackageReference"));
    }

    [Fact]
    public void Package_versions_stand_in_one_file()
    {
        foreach (var project in Repository.Projects)
            Assert.DoesNotContain(XDocument.Load(project).Descendants("PackageReference"), e => e.Attribute("Version") is not null);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Frankenetes.sln"));
        foreach (var project in Repository.Projects)
            Assert.Contains(Repository.Name(project) + ".csproj", solution, StringComparison.Ordinal);
    }
}
