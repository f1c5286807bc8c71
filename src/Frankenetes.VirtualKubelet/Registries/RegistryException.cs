namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>A registry did not tell what was asked. The message is for people and holds no secret.</summary>
internal sealed class RegistryException(string message, Exception? inner = null) : Exception(message, inner);
