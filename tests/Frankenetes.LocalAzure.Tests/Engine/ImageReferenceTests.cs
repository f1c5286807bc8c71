using Frankenetes.LocalAzure.Engine;

namespace Frankenetes.LocalAzure.Tests.Engine;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("nginx", "docker.io/library/nginx:latest")]
    [InlineData("user/app:1", "docker.io/user/app:1")]
    [InlineData("quay.io/coreos/etcd:v3", "quay.io/coreos/etcd:v3")]
    [InlineData("localhost:5000/x", "localhost:5000/x:latest")]
    [InlineData("index.docker.io/library/x", "docker.io/library/x:latest")]
    [InlineData("x:1@sha256:00", "docker.io/library/x@sha256:00")]
    public void A_name_is_completed_as_a_registry_client_does(string given, string full) => Assert.Equal(full, ImageReference.Parse(given).ToString());
}
