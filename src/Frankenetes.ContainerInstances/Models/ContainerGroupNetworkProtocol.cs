using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Protocol of a port that a group publishes (2023-05-01, ipAddress.ports[].protocol).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerGroupNetworkProtocol>))]
public readonly record struct ContainerGroupNetworkProtocol : IExtensibleEnum<ContainerGroupNetworkProtocol>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerGroupNetworkProtocol(string value) => _value = value;

    /// <summary><c>TCP</c>.</summary>
    public static ContainerGroupNetworkProtocol Tcp { get; } = new("TCP");

    /// <summary><c>UDP</c>.</summary>
    public static ContainerGroupNetworkProtocol Udp { get; } = new("UDP");

    /// <inheritdoc/>
    public static ContainerGroupNetworkProtocol From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerGroupNetworkProtocol other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
