using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>A liveness or readiness probe; absent numbers have Kubernetes' defaults (delay 0, period 10, failure 3, success 1, timeout 1).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Probe
{
    public ExecAction? Exec { get; init; }

    public HttpGetAction? HttpGet { get; init; }

    public int? InitialDelaySeconds { get; init; }

    public int? PeriodSeconds { get; init; }

    public int? FailureThreshold { get; init; }

    public int? SuccessThreshold { get; init; }

    public int? TimeoutSeconds { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExecAction(List<string>? Command);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HttpGetAction(string? Path, int? Port, string? Scheme, List<HttpHeader>? HttpHeaders);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HttpHeader(string? Name, string? Value);
