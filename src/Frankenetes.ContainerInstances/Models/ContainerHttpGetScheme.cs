using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Scheme of an HTTP probe (2023-05-01, httpGet.scheme).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerHttpGetScheme>))]
public readonly record struct ContainerHttpGetScheme : IExtensibleEnum<ContainerHttpGetScheme>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerHttpGetScheme(string value) => _value = value;

    /// <summary><c>http</c>.</summary>
    public static ContainerHttpGetScheme Http { get; } = new("http");

    /// <summary><c>https</c>.</summary>
    public static ContainerHttpGetScheme Https { get; } = new("https");

    /// <inheritdoc/>
    public static ContainerHttpGetScheme From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerHttpGetScheme other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
