namespace Frankenetes.PodTranslation.Manifests;

/// <summary>A manifest is not what it is taken for. The message is for people and quotes no content: manifests hold secrets.</summary>
internal sealed class ManifestException(string message) : Exception(message);
