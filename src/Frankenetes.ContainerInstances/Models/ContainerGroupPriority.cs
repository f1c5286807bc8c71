using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Whether Azure may evict the group for capacity (2023-05-01, priority).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerGroupPriority>))]
public readonly record struct ContainerGroupPriority : IExtensibleEnum<ContainerGroupPriority>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerGroupPriority(string value) => _value = value;

    /// <summary><c>Regular</c>.</summary>
    public static ContainerGroupPriority Regular { get; } = new("Regular");

    /// <summary><c>Spot</c>.</summary>
    public static ContainerGroupPriority Spot { get; } = new("Spot");

    /// <inheritdoc/>
    public static ContainerGroupPriority From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerGroupPriority other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
