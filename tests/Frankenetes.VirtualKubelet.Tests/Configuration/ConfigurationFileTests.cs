using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private const string Smallest = """
        { "cluster": "dev", "clusterId": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "epoch": 1, "nodeName": "n", "someday": true,
          "kubernetes": { "server": "https://127.0.0.1:6443", "certificateAuthority": "a", "clientCertificate": "b", "clientKey": "c" },
          "kubelet": { "servingCaCertificate": "d", "servingCaKey": "e", "clientCertificateAuthority": "f", "allowedClients": ["g"] },
          "azure": { "resourceManagerEndpoint": "https://h/", "audience": "https://i/", "certificateAuthority": null, "subscriptionId": "j", "resourceGroup": "k", "location": "l", "credential": { "kind": "ManagedIdentity" } },
          "storage": { "controlContainer": "https://m/control?sig=s" }, "inCluster": { "host": "o" } }
        """;

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void What_the_file_leaves_out_has_its_default()
    {
        File.WriteAllText(_file, Smallest);
        var read = ConfigurationFile.Read(_file);
        Assert.Equal(10250, read.Kubelet.Port);
        Assert.Equal(6443, read.InCluster.Port);
        Assert.Equal("100", read.Capacity.Pods);
        Assert.Equal(90, read.Azure.Rates.CreatesPerFiveMinutes);
        Assert.Equal(TimeSpan.FromSeconds(2), read.ControlInterval);
        Assert.False(read.Resuming);
    }

    [Fact]
    public void Durations_are_in_dotnets_constant_form()
    {
        File.WriteAllText(_file, Smallest.Replace("\"epoch\": 1", "\"epoch\": 1, \"controlInterval\": \"00:00:00.2\""));
        Assert.Equal(TimeSpan.FromMilliseconds(200), ConfigurationFile.Read(_file).ControlInterval);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{ not json")]
    public void An_unusable_file_is_a_configuration_error(string text)
    {
        File.WriteAllText(_file, text);
        Assert.Throws<ConfigurationException>(() => ConfigurationFile.Read(_file));
    }

    [Fact]
    public void An_absent_file_is_a_configuration_error() => Assert.Throws<ConfigurationException>(() => ConfigurationFile.Read(_file + ".absent"));

    public void Dispose() => File.Delete(_file);
}
