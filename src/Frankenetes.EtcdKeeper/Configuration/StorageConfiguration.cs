namespace Frankenetes.EtcdKeeper.Configuration;

/// <summary>Where the cluster's record is kept. Both addresses bear a SAS, so neither is ever logged.</summary>
internal sealed record StorageConfiguration
{
    public required Uri EtcdContainer { get; init; }

    public required Uri ControlContainer { get; init; }

    /// <summary>A PEM file with a CA to trust besides the system's; null = the system's alone.</summary>
    public string? CertificateAuthority { get; init; }

    // A record's own ToString would print the SAS.
    public override string ToString() => nameof(StorageConfiguration);
}
