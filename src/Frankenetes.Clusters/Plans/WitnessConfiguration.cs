namespace Frankenetes.Clusters.Plans;

/// <summary>witness.json (docs/contracts.md, section 5).</summary>
internal sealed record WitnessConfiguration(int Epoch, string AuditLog, KubeletConfiguration.StorageSettings Storage, string? CertificateAuthority, TimeSpan ControlInterval);
