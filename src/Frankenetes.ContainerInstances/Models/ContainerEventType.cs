using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Severity of an event (2023-05-01, instanceView.events[].type).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerEventType>))]
public readonly record struct ContainerEventType : IExtensibleEnum<ContainerEventType>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerEventType(string value) => _value = value;

    /// <summary><c>Normal</c>.</summary>
    public static ContainerEventType Normal { get; } = new("Normal");

    /// <summary><c>Warning</c>.</summary>
    public static ContainerEventType Warning { get; } = new("Warning");

    /// <inheritdoc/>
    public static ContainerEventType From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerEventType other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
