using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Images;

namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>
/// Reads from registries how images are run. A tag is asked after each time, for it may have moved; what a digest names never changes and is kept. Source: OCI distribution specification 1.1.
/// </summary>
internal sealed class ImageConfigurations(HttpClient http, ImageMirror? mirror, TimeProvider time)
{
    private const int MostKept = 500;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, ImageConfiguration> _kept = new();

    /// <summary>For the life of the process: connections to registries are few and end by themselves.</summary>
    /// <param name="mirror">What knows the images that run here before their registries do; null: nothing.</param>
    /// <param name="time">The clock.</param>
    public static ImageConfigurations OverTheNetwork(ImageMirror? mirror, TimeProvider time) =>
        new(new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false }), mirror, time);

    /// <summary>Never throws for what a registry does: the answer says why.</summary>
    /// <param name="image">The reference as a pod writes it.</param>
    /// <param name="login">The sign-in for its registry; null: none.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<ImageAnswer> ReadAsync(string image, RegistryLogin? login, CancellationToken cancellationToken)
    {
        var name = ImageName.Parse(image);
        using var timeout = new CancellationTokenSource(Limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var known = mirror is null ? null : await mirror.OfAsync(name, registry => ReadAsync(name, registry, limit.Token), limit.Token).ConfigureAwait(false);
            return new ImageAnswer(known ?? await ReadAsync(name, new RegistryConnection(http, name.Registry, name.Repository, login), limit.Token).ConfigureAwait(false), null);
        }
        catch (RegistryException said)
        {
            return new ImageAnswer(null, said.Message);
        }
        catch (JsonException)
        {
            return new ImageAnswer(null, $"the registry {name.Registry} answers with something that is no image's description");
        }
        catch (HttpRequestException failed)
        {
            return new ImageAnswer(null, $"the registry {name.Registry} does not answer ({failed.HttpRequestError}); an image that is in the container engine's store alone tells nobody its entrypoint");
        }
        catch (Exception late) when (late is OperationCanceledException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return new ImageAnswer(null, $"the registry {name.Registry} does not answer in time");
        }
    }

    private async Task<ImageConfiguration> ReadAsync(ImageName name, IImageSource registry, CancellationToken cancellationToken)
    {
        var reference = name.Digest ?? name.Tag!;
        var manifest = await ManifestAsync(registry, reference, name.Digest, cancellationToken).ConfigureAwait(false);
        if (manifest.Manifests is { } platforms)
        {
            var digest = platforms.FirstOrDefault(one => one.Platform is { Os: "linux", Architecture: "amd64" })?.Digest ?? throw new RegistryException($"the image {name.Repository} is not for linux/amd64, and ACI runs nothing else");
            manifest = await ManifestAsync(registry, digest, digest, cancellationToken).ConfigureAwait(false);
        }
        var config = manifest.Config?.Digest ?? throw new RegistryException($"the manifest of {name.Repository} is of a kind that is too old or unknown");
        if (_kept.TryGetValue(config, out var known)) return known;
        var blob = Checked(await registry.BlobAsync(config, cancellationToken).ConfigureAwait(false), config);
        var run = JsonSerializer.Deserialize(blob, RegistryJson.Default.RegistryConfigurationDocument)?.Config;
        var read = new ImageConfiguration(run?.Entrypoint ?? [], run?.Command ?? [], run?.User ?? "", run?.WorkingFolder ?? "");
        if (_kept.Count >= MostKept) _kept.Clear();
        return _kept[config] = read;
    }

    private static async Task<RegistryDocument> ManifestAsync(IImageSource registry, string reference, string? digest, CancellationToken cancellationToken)
    {
        var bytes = await registry.ManifestAsync(reference, cancellationToken).ConfigureAwait(false);
        if (digest is not null) Checked(bytes, digest);
        return JsonSerializer.Deserialize(bytes, RegistryJson.Default.RegistryDocument) ?? throw new JsonException();
    }

    private static byte[] Checked(byte[] content, string digest) => digest == $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}"
        ? content : throw new RegistryException(digest.StartsWith("sha256:", StringComparison.Ordinal) ? $"what the registry sent is not {digest}" : $"the digest {digest} is of a kind that is not known");
}
