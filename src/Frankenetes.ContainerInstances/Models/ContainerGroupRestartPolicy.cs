using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>When ACI starts a container again that ended (2023-05-01, restartPolicy).</summary>
[JsonConverter(typeof(ExtensibleEnumConverter<ContainerGroupRestartPolicy>))]
public readonly record struct ContainerGroupRestartPolicy : IExtensibleEnum<ContainerGroupRestartPolicy>
{
    private readonly string? _value;

    /// <summary>Wraps a value, known or not.</summary>
    /// <param name="value">The service's spelling.</param>
    public ContainerGroupRestartPolicy(string value) => _value = value;

    /// <summary><c>Always</c>.</summary>
    public static ContainerGroupRestartPolicy Always { get; } = new("Always");

    /// <summary><c>OnFailure</c>.</summary>
    public static ContainerGroupRestartPolicy OnFailure { get; } = new("OnFailure");

    /// <summary><c>Never</c>.</summary>
    public static ContainerGroupRestartPolicy Never { get; } = new("Never");

    /// <inheritdoc/>
    public static ContainerGroupRestartPolicy From(string value) => new(value);

    /// <summary>Compares as the service does: without regard to case.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(ContainerGroupRestartPolicy other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
