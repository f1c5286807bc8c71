namespace Frankenetes.VirtualKubelet.Configuration;

/// <summary>witness.json, as docs/contracts.md says.</summary>
internal sealed record WitnessConfiguration
{
    public required int Epoch { get; init; }

    /// <summary>The API server's audit log.</summary>
    public required string AuditLog { get; init; }

    public required StorageSection Storage { get; init; }

    /// <summary>Trusted besides the system's authorities (PEM file); null: nobody.</summary>
    public string? CertificateAuthority { get; init; }

    public TimeSpan ControlInterval { get; set; } = TimeSpan.FromSeconds(2);
}
