using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Operating system of a container group's containers (2023-05-01, osType).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerInstanceOperatingSystemType>))]
public readonly record struct ContainerInstanceOperatingSystemType : IExtensibleEnum<ContainerInstanceOperatingSystemType>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerInstanceOperatingSystemType(string value) => _value = value;

    /// <summary><c>Linux</c>.</summary>
    public static ContainerInstanceOperatingSystemType Linux { get; } = new("Linux");

    /// <summary><c>Windows</c>.</summary>
    public static ContainerInstanceOperatingSystemType Windows { get; } = new("Windows");

    /// <inheritdoc/>
    public static ContainerInstanceOperatingSystemType From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerInstanceOperatingSystemType other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
