using System.Globalization;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Liveness and readiness probes: ACI knows exec and httpGet.</summary>
internal static class ProbeTranslator
{
    public static ContainerProbe? Translate(V1Probe? probe, V1Container container, string at)
    {
        if (probe is null) return null;
        if (probe.TcpSocket is not null) throw new RefusedPodException($"{at}.tcpSocket", "ACI probes by exec and httpGet only");
        if (probe.Grpc is not null) throw new RefusedPodException($"{at}.grpc", "ACI probes by exec and httpGet only");
        return new ContainerProbe
        {
            Exec = probe.Exec is { } exec ? new ContainerExec { Command = [.. exec.Command] } : null,
            HttpGet = probe.HttpGet is { } get ? Translate(get, container, $"{at}.httpGet") : null,
            InitialDelayInSeconds = probe.InitialDelaySeconds,
            PeriodInSeconds = probe.PeriodSeconds,
            FailureThreshold = probe.FailureThreshold,
            SuccessThreshold = probe.SuccessThreshold,
            TimeoutInSeconds = probe.TimeoutSeconds,
        };
    }

    private static ContainerHttpGet Translate(V1HTTPGetAction get, V1Container container, string at)
    {
        if (!string.IsNullOrEmpty(get.Host)) throw new RefusedPodException($"{at}.host", "ACI probes the container itself");
        return new ContainerHttpGet(Port(get.Port.Value, container, at))
        {
            Path = get.Path,
            Scheme = string.Equals(get.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? ContainerHttpGetScheme.Https : ContainerHttpGetScheme.Http,
            HttpHeaders = get.HttpHeaders is { Count: > 0 } headers ? [.. headers.Select(header => new ContainerHttpHeader { Name = header.Name, Value = header.Value })] : null,
        };
    }

    private static int Port(string value, V1Container container, string at)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        return container.Ports?.FirstOrDefault(port => port.Name == value)?.ContainerPort ?? throw new RefusedPodException($"{at}.port", $"the container has no port named {value}");
    }
}
