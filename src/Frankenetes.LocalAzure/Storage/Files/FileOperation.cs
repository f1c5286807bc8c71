using Frankenetes.LocalAzure.Storage.Authorization;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>One operation of the Files service: what it asks of its caller and what it does.</summary>
internal sealed record FileOperation(AccessRequirement Requirement, Func<FileCall, Task> RunAsync);
