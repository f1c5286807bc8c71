using System.Text;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class ImageMirrorTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task An_image_in_the_engine_s_store_is_told_with_its_command_and_user()
    {
        var manifest = await _arm.SendAsync("GET", "/local-azure/images/v2/library/nginx/manifests/latest?ns=docker.io");
        Assert.Equal(200, manifest.Status);
        var digest = (string)manifest.Body!["config"]!["digest"]!;
        var configuration = await _arm.SendAsync("GET", $"/local-azure/images/v2/library/nginx/blobs/{digest}?ns=docker.io");
        Assert.NotEmpty(configuration.Body!["config"]!["Cmd"]!.AsArray());
        Assert.Equal("linux", (string?)configuration.Body!["os"]);
        Assert.Equal((int)manifest.Body!["config"]!["size"]!, Encoding.UTF8.GetByteCount(configuration.Body!.ToJsonString()));
    }

    [Fact]
    public async Task An_image_that_the_store_lacks_is_not_found() =>
        Assert.Equal(404, (await _arm.SendAsync("GET", "/local-azure/images/v2/library/nginx/manifests/none?ns=docker.io")).Status);

    [Fact]
    public async Task Nobody_is_told_without_a_token() =>
        Assert.Equal(401, (await _arm.SendAsync("GET", "/local-azure/images/v2/library/nginx/manifests/latest?ns=docker.io", token: "")).Status);
}
