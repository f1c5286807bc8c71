using System.Text.Json;

namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>A managed identity as asked for; the ids are made here.</summary>
internal sealed record Identity(string? Type, Guid? PrincipalId, Guid? TenantId, Dictionary<string, JsonElement>? UserAssignedIdentities);
