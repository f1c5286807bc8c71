using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Whether a group's address is reachable from the Internet (2023-05-01, ipAddress.type).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerGroupIPAddressType>))]
public readonly record struct ContainerGroupIPAddressType : IExtensibleEnum<ContainerGroupIPAddressType>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerGroupIPAddressType(string value) => _value = value;

    /// <summary><c>Public</c>.</summary>
    public static ContainerGroupIPAddressType Public { get; } = new("Public");

    /// <summary><c>Private</c>.</summary>
    public static ContainerGroupIPAddressType Private { get; } = new("Private");

    /// <inheritdoc/>
    public static ContainerGroupIPAddressType From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerGroupIPAddressType other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
