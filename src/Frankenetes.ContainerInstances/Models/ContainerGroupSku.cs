using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Isolation of the group's host (2023-05-01, sku).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerGroupSku>))]
public readonly record struct ContainerGroupSku : IExtensibleEnum<ContainerGroupSku>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerGroupSku(string value) => _value = value;

    /// <summary><c>Standard</c>.</summary>
    public static ContainerGroupSku Standard { get; } = new("Standard");

    /// <summary><c>Dedicated</c>.</summary>
    public static ContainerGroupSku Dedicated { get; } = new("Dedicated");

    /// <summary><c>Confidential</c>.</summary>
    public static ContainerGroupSku Confidential { get; } = new("Confidential");

    /// <inheritdoc/>
    public static ContainerGroupSku From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerGroupSku other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
