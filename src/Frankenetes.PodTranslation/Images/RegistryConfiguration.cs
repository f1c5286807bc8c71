namespace Frankenetes.PodTranslation.Images;

/// <summary>A Secret of type <c>kubernetes.io/dockerconfigjson</c>: Docker's config.json. The older <c>dockercfg</c> is its <c>auths</c> alone.</summary>
internal sealed record RegistryConfiguration(Dictionary<string, RegistryEntry>? Auths);

/// <summary>One registry: user and password, or both in base64 as <c>auth</c> with a colon between.</summary>
internal sealed record RegistryEntry(string? Username, string? Password, string? Auth);
