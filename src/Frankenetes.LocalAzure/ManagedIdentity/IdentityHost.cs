using System.Security.Cryptography;
using Frankenetes.LocalAzure.ContainerInstance.Model;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>What gives programs outside of container groups an identity, as an Automation account or App Service does.</summary>
internal sealed record IdentityHost
{
    public required string Name { get; init; }

    public required Identity Identity { get; init; }

    /// <summary>The secret by which its programs are known: <c>IDENTITY_HEADER</c>.</summary>
    public string Header { get; init; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
}
