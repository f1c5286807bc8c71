namespace Frankenetes.VirtualKubelet.Configuration;

/// <summary>The configuration is unusable; starting again changes nothing.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
