namespace Frankenetes.LocalAzure.Tests.Engine;

[Collection(LocalAzureCollection.Name)]
public sealed class PodmanConfigurationTests(LocalAzureFixture azure)
{
    /// <summary>A store that held images before its first network is remembered as one of CNI, where our network is not found.</summary>
    [Fact]
    public void Networks_are_netavarks_whatever_the_store_remembers() =>
        Assert.Contains("network_backend = \"netavark\"", File.ReadAllText(Path.Combine(azure.StateFolder, "engine", "containers.conf")), StringComparison.Ordinal);
}
