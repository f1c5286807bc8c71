using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Probes;

/// <summary>Liveness and readiness probes for ACI, which knows exec and httpGet. The others are the pod agent's.</summary>
internal static class ProbeTranslator
{
    /// <summary>Null: the container has no such probe, or the pod agent runs it.</summary>
    public static ContainerProbe? Translate(V1Probe? probe, V1Container container, string at) => probe is null || IsForAgent(probe, container) ? null : new ContainerProbe
    {
        Exec = probe.Exec is { } exec ? new ContainerExec { Command = [.. exec.Command] } : null,
        HttpGet = probe.HttpGet is { } get ? Translate(get, container, $"{at}.httpGet") : null,
        InitialDelayInSeconds = probe.InitialDelaySeconds,
        PeriodInSeconds = probe.PeriodSeconds,
        FailureThreshold = probe.FailureThreshold,
        SuccessThreshold = probe.SuccessThreshold,
        TimeoutInSeconds = probe.TimeoutSeconds,
    };

    /// <summary>Whether the pod agent has to run it: ACI has no such action, would begin before the startup probe has succeeded, or would give its command other variables or another folder.</summary>
    public static bool IsForAgent(V1Probe probe, V1Container container) =>
        container.StartupProbe is not null || probe.TcpSocket is not null || probe.Grpc is not null || !string.IsNullOrEmpty(probe.HttpGet?.Host)
        // ACI's own command would see the placeholder, and start where the image says.
        || (probe.Exec is not null && (PodAddresses.IsAsked(container) || !string.IsNullOrEmpty(container.WorkingDir)));

    /// <summary>Whether an action is one over TLS.</summary>
    public static bool IsHttps([NotNullWhen(true)] V1HTTPGetAction? get) => string.Equals(get?.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase);

    private static ContainerHttpGet Translate(V1HTTPGetAction get, V1Container container, string at) => new(Port(get.Port.Value, container, at))
    {
        Path = get.Path,
        Scheme = IsHttps(get) ? ContainerHttpGetScheme.Https : ContainerHttpGetScheme.Http,
        HttpHeaders = get.HttpHeaders is { Count: > 0 } headers ? [.. headers.Select(header => new ContainerHttpHeader { Name = header.Name, Value = header.Value })] : null,
    };

    private static int Port(string value, V1Container container, string at)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number is >= 1 and <= 65535 ? number : throw new RefusedPodException($"{at}.port", "must be 1 to 65535");
        return container.Ports?.FirstOrDefault(port => port.Name == value)?.ContainerPort ?? throw new RefusedPodException($"{at}.port", $"the container has no port named {value}");
    }
}
