using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Tests.Storage;

public class BlobContainersTests
{
    [Theory]
    [InlineData("https://local-azure.example:8444/account/etcd?si=epoch-1&sig=a%2Bb", "https://local-azure.example:8444/account/etcd/opened/000001.json?si=epoch-1&sig=a%2Bb")]
    [InlineData("https://account.blob.core.windows.net/etcd?sig=x", "https://account.blob.core.windows.net/etcd/opened/000001.json?sig=x")]
    public void A_blob_s_address_keeps_the_container_under_every_kind_of_host(string container, string expected) =>
        Assert.Equal(expected, BlobContainers.Address(new Uri(container), "opened/000001.json").AbsoluteUri);
}
