namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>What is told of a user-assigned identity where it is assigned.</summary>
internal sealed record AssignedIdentity(Guid? PrincipalId, Guid? ClientId);
