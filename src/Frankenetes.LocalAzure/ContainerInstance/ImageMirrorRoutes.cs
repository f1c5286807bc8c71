using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Frankenetes.LocalAzure.ContainerInstance;

/// <summary>
/// How the images in the engine's store are run, for who would ask their registries: a read-only mirror as containerd knows them (the registry's name in <c>ns</c>), of
/// manifests and configurations alone. An image that was built on this machine has no registry that could tell. No part of Azure's surface. Source: OCI distribution and image specifications 1.1.
/// </summary>
internal sealed class ImageMirrorRoutes(IDockerClient client)
{
    private const string Root = "/local-azure/images/v2/{**path}";
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigurationType = "application/vnd.oci.image.config.v1+json";
    private const int MostKept = 500;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = null };

    // By digest, from the manifest's request to the configuration's.
    private readonly ConcurrentDictionary<string, byte[]> _configurations = new();

    public void Map(IEndpointRouteBuilder app) => app.MapGet(Root, AnswerAsync);

    private async Task<IResult> AnswerAsync(string path, string? ns)
    {
        if (Split(path, "/blobs/") is (_, { } digest))
            return _configurations.TryGetValue(digest, out var configuration) ? Results.Bytes(configuration, ConfigurationType) : Results.NotFound();
        if (Split(path, "/manifests/") is not ({ } repository, { } reference) || string.IsNullOrEmpty(ns))
            return Results.NotFound();
        try
        {
            var image = await client.Images.InspectImageAsync($"{ns}/{repository}{(reference.Contains(':') ? '@' : ':')}{reference}");
            return Results.Bytes(Manifest(image), ManifestType);
        }
        catch (DockerImageNotFoundException)
        {
            return Results.NotFound();
        }
    }

    private static (string? Before, string? After) Split(string path, string mark) =>
        path.LastIndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (path[..at], path[(at + mark.Length)..]) : (null, null);

    private byte[] Manifest(ImageInspectResponse image)
    {
        var run = image.Config;
        var configuration = JsonSerializer.SerializeToUtf8Bytes(
            new { architecture = image.Architecture, os = image.Os, config = new { run?.User, run?.Entrypoint, run?.Cmd, run?.WorkingDir }, rootfs = new { type = "layers", diff_ids = image.RootFS?.Layers ?? [] } }, Form);
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(configuration))}";
        if (_configurations.Count >= MostKept)
            _configurations.Clear();
        _configurations[digest] = configuration;
        return JsonSerializer.SerializeToUtf8Bytes(
            new { schemaVersion = 2, mediaType = ManifestType, config = new { mediaType = ConfigurationType, digest, size = configuration.Length }, layers = Array.Empty<object>() }, Form);
    }
}
