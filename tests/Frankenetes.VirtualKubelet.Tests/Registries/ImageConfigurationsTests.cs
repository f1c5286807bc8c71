using System.Net.Http.Headers;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Registries;

namespace Frankenetes.VirtualKubelet.Tests.Registries;

/// <summary>Against a real registry on a loopback address.</summary>
public sealed class ImageConfigurationsTests
{
    private const string Configuration = """{"architecture":"amd64","os":"linux","config":{"Entrypoint":["/entry.sh","--"],"Cmd":["serve"],"User":"65532:65532","WorkingDir":"/srv"},"rootfs":{"type":"layers","diff_ids":[]}}""";
    private static readonly RegistryLogin _login = new("reader", "hunter2");

    private readonly ImageConfigurations _images = ImageConfigurations.OverTheNetwork(null, TimeProvider.System);

    [Fact]
    public async Task An_images_configuration_is_read_with_the_password_of_a_pull_secret()
    {
        await using var registry = await RegistryProcess.StartWithPasswordAsync();
        await registry.PushImageAsync("shop/web", "1", Configuration, RegistryProcess.Reader);
        var read = await ReadAsync($"{registry.Name}/shop/web:1", _login);
        Assert.Null(read.Failure);
        Assert.Equal(["/entry.sh", "--"], read.Configuration!.Entrypoint);
        Assert.Equal(["serve"], read.Configuration.Command);
        Assert.Equal((65532L, "/srv"), (read.Configuration.UserNumber!.Value, read.Configuration.WorkingFolder));
    }

    [Fact]
    public async Task Without_a_password_or_with_a_wrong_one_the_answer_says_so_and_does_not_repeat_it()
    {
        await using var registry = await RegistryProcess.StartWithPasswordAsync();
        await registry.PushImageAsync("shop/web", "1", Configuration, RegistryProcess.Reader);
        Assert.Contains("wants a sign-in", (await ReadAsync($"{registry.Name}/shop/web:1", null)).Failure, StringComparison.Ordinal);
        var wrong = (await ReadAsync($"{registry.Name}/shop/web:1", new RegistryLogin("reader", "wr0ng-one"))).Failure;
        Assert.Contains("refuses the pod's imagePullSecret", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng-one", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_hands_out_tokens_is_asked_for_one_for_this_repository_and_for_pulling_alone()
    {
        using var tokens = new TokenServer();
        var bundle = Path.GetTempFileName();
        await using var registry = await RegistryProcess.StartAsync(tokens.Authorization(bundle));
        await registry.PushImageAsync("shop/web", "1", Configuration, new AuthenticationHeaderValue("Bearer", tokens.Token("shop/web", "pull", "push")));
        var read = await ReadAsync($"{registry.Name}/shop/web:1", _login);
        Assert.Null(read.Failure);
        Assert.Equal("/entry.sh", read.Configuration!.Entrypoint[0]);
        Assert.Equal(["repository:shop/web:pull"], tokens.Asked);
        File.Delete(bundle);
    }

    [Fact]
    public async Task Of_a_list_of_platforms_the_one_that_ACI_runs_is_taken()
    {
        await using var registry = await RegistryProcess.StartAsync();
        var arm = await registry.PushImageAsync("multi", null, Configuration.Replace("entry.sh", "arm.sh", StringComparison.Ordinal));
        var amd = await registry.PushImageAsync("multi", null, Configuration);
        const string Type = "application/vnd.docker.distribution.manifest.list.v2+json";
        await registry.PushManifestAsync("multi", "latest", Type, $$"""{"schemaVersion":2,"mediaType":"{{Type}}","manifests":[{{Entry(arm, "arm64")}},{{Entry(amd, "amd64")}}]}""", null);
        Assert.Equal("/entry.sh", (await ReadAsync($"{registry.Name}/multi", null)).Configuration!.Entrypoint[0]);
        Assert.Equal("/arm.sh", (await ReadAsync($"{registry.Name}/multi@{arm.Digest}", null)).Configuration!.Entrypoint[0]);
    }

    [Fact]
    public async Task What_is_not_there_and_who_does_not_answer_are_told_apart()
    {
        string gone;
        await using (var registry = await RegistryProcess.StartAsync())
        {
            gone = registry.Name;
            Assert.Contains("has no shop/absent", (await ReadAsync($"{gone}/shop/absent:1", null)).Failure, StringComparison.Ordinal);
        }
        Assert.Contains("does not answer", (await ReadAsync($"{gone}/shop/web:1", null)).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:99999/x")]
    [InlineData("user@127.0.0.1:5000/x")]
    [InlineData("a.b?c=d/x")]
    public async Task A_name_that_is_no_registrys_is_not_connected_to(string image) => Assert.NotNull((await ReadAsync(image, null)).Failure);

    private Task<ImageAnswer> ReadAsync(string image, RegistryLogin? login) => _images.ReadAsync(image, login, CancellationToken.None);

    private static string Entry((string Digest, int Size) manifest, string architecture) =>
        $$"""{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","size":{{manifest.Size}},"digest":"{{manifest.Digest}}","platform":{"os":"linux","architecture":"{{architecture}}"} }""";
}
