using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>What a pod names but does not hold. What does not exist is not in the dictionaries.</summary>
public sealed record PodInputs
{
    /// <summary>By name, of the pod's namespace.</summary>
    public IReadOnlyDictionary<string, V1ConfigMap> ConfigMaps { get; init; } = new Dictionary<string, V1ConfigMap>();

    /// <summary>By name, of the pod's namespace; those that a persistent volume names elsewhere as <c>namespace/name</c>.</summary>
    public IReadOnlyDictionary<string, V1Secret> Secrets { get; init; } = new Dictionary<string, V1Secret>();

    /// <summary>Service account tokens by their place.</summary>
    public IReadOnlyDictionary<TokenPlace, string> Tokens { get; init; } = new Dictionary<TokenPlace, string>();

    /// <summary>The volumes that claims are bound to, by the claim's name; a claim that is not bound is not there.</summary>
    public IReadOnlyDictionary<string, V1PersistentVolume> Claims { get; init; } = new Dictionary<string, V1PersistentVolume>();

    /// <summary>The Services of the pod's namespace, for its service links; empty where it wants none.</summary>
    public IReadOnlyList<V1Service> Services { get; init; } = [];

    /// <summary>What registries told of images, by the reference that the pod writes; only what <see cref="PodReferences"/> asks for.</summary>
    public IReadOnlyDictionary<string, ImageAnswer> Images { get; init; } = new Dictionary<string, ImageAnswer>();
}

/// <summary>A service account token in a projected volume.</summary>
/// <param name="Audience">Whom it is for; null: the API server.</param>
/// <param name="ExpirationSeconds">How long it shall live; null: an hour.</param>
public sealed record TokenPlace(string? Audience, long? ExpirationSeconds);
