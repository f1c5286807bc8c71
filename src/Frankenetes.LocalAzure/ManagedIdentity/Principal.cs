namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>Whom a token speaks for: the object that roles are assigned to, and the application that it signs in as.</summary>
internal sealed record Principal(Guid ObjectId, Guid ClientId);
