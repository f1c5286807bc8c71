using Frankenetes.LocalAzure.Storage.Authorization;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>One operation of the Blob service: what it asks of its caller and what it does.</summary>
internal sealed record BlobOperation(AccessRequirement Requirement, Func<BlobCall, Task> RunAsync);
