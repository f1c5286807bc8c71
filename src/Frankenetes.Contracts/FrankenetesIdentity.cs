namespace Frankenetes.Contracts;

/// <summary>A managed identity that the local Azure gives programs of this machine.</summary>
public sealed class FrankenetesIdentity
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The id (GUID) to which roles are assigned.</summary>
    public required string PrincipalId { get; init; }

    /// <summary>The built-in roles that it was given on the subscription.</summary>
    public required IReadOnlyList<string> Role { get; init; }

    /// <summary>The file (mode 0600) with the variables that a program needs in its environment to sign in as this identity, as systemd's EnvironmentFile and sh read them.</summary>
    public required string EnvironmentFile { get; init; }
}
