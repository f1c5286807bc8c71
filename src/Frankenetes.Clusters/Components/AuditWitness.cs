using System.Text.Json;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Components;

/// <summary>Sits beside an API server that has a group of its own, and tells who changed the cluster last (docs/decisions/0021).</summary>
internal static class AuditWitness
{
    public const string Name = "audit-witness";

    public static IReadOnlyList<string> Command => Agent.Command(Name, "witness.json");

    /// <summary>The files of its configuration volume.</summary>
    public static IReadOnlyDictionary<string, string> ConfigurationFiles(ControlPlaneInput input)
    {
        var authority = input.Environment.CertificateAuthority;
        var configuration = new WitnessConfiguration(
            input.Epoch, ApiServer.AuditLog, new KubeletConfiguration.StorageSettings(input.ControlContainer), authority is null ? null : $"{Agent.ConfigurationFolder}/azure-ca.pem", input.Environment.ControlInterval);
        var files = new Dictionary<string, string> { ["witness.json"] = JsonSerializer.Serialize(configuration, PlansJson.Default.WitnessConfiguration) };
        if (authority is not null)
            files["azure-ca.pem"] = authority;
        return files;
    }
}
