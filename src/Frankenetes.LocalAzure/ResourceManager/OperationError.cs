namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Why an operation failed: Azure's code and a message for people.</summary>
internal sealed record OperationError(string Code, string Message);
