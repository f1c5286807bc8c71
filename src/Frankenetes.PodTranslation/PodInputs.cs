using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>What a pod names but does not hold. What does not exist is not in the dictionaries.</summary>
public sealed record PodInputs
{
    public IReadOnlyDictionary<string, V1ConfigMap> ConfigMaps { get; init; } = new Dictionary<string, V1ConfigMap>();

    public IReadOnlyDictionary<string, V1Secret> Secrets { get; init; } = new Dictionary<string, V1Secret>();

    /// <summary>Service account tokens by their place.</summary>
    public IReadOnlyDictionary<TokenPlace, string> Tokens { get; init; } = new Dictionary<TokenPlace, string>();
}

/// <summary>A service account token in a projected volume.</summary>
/// <param name="Audience">Whom it is for; null: the API server.</param>
/// <param name="ExpirationSeconds">How long it shall live; null: an hour.</param>
public sealed record TokenPlace(string? Audience, long? ExpirationSeconds);
