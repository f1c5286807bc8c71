using System.Text.Json.Serialization;

namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>A manifest, a list of manifests or an image's configuration: the members that are read of each. Source: OCI image specification 1.1; Docker's schema 2 has the same.</summary>
internal sealed record RegistryDocument
{
    public int SchemaVersion { get; init; }

    /// <summary>Of a list: one for each platform.</summary>
    public IReadOnlyList<RegistryDescriptor>? Manifests { get; init; }

    /// <summary>Of a manifest: the configuration's blob. Of a configuration this member has another form and is read by <see cref="RegistryConfigurationDocument"/>.</summary>
    public RegistryDescriptor? Config { get; init; }
}

/// <summary>Points to content.</summary>
internal sealed record RegistryDescriptor(string? Digest, string? MediaType, long Size, RegistryPlatform? Platform);

/// <summary>What a manifest of a list is for.</summary>
internal sealed record RegistryPlatform(string? Architecture, string? Os);

/// <summary>An image's configuration.</summary>
internal sealed record RegistryConfigurationDocument(RegistryRunConfiguration? Config);

/// <summary>How an image is run; the members' names begin with capitals on the wire.</summary>
internal sealed record RegistryRunConfiguration(
    [property: JsonPropertyName("Entrypoint")] IReadOnlyList<string>? Entrypoint,
    [property: JsonPropertyName("Cmd")] IReadOnlyList<string>? Command,
    [property: JsonPropertyName("User")] string? User,
    [property: JsonPropertyName("WorkingDir")] string? WorkingFolder);

/// <summary>A token server's answer: some say <c>token</c>, some <c>access_token</c>.</summary>
internal sealed record RegistryToken([property: JsonPropertyName("token")] string? Token, [property: JsonPropertyName("access_token")] string? AccessToken);

/// <summary>The JSON of registries, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegistryDocument))]
[JsonSerializable(typeof(RegistryConfigurationDocument))]
[JsonSerializable(typeof(RegistryToken))]
internal sealed partial class RegistryJson : JsonSerializerContext;
