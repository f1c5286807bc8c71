namespace Frankenetes.Clusters.Environments;

/// <summary>How the virtual kubelet signs in to Azure.</summary>
/// <param name="TenantId">The tenant; null leaves it to the managed identity.</param>
/// <param name="ClientId">The service principal; null means the control plane group's own managed identity.</param>
/// <param name="ClientSecret">Its secret; null with a managed identity.</param>
internal sealed record NodeCredential(string? TenantId, string? ClientId, string? ClientSecret)
{
    /// <summary>Names no secret.</summary>
    public override string ToString() => ClientId is null ? "ManagedIdentity" : "ClientSecret";
}
