namespace Frankenetes.LocalAzure.Engine;

/// <summary>The container engine did not answer, or refused what every engine must do.</summary>
internal sealed class EngineUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
