using System.Globalization;
using Frankenetes.PodTranslation.Probes;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>What pods say of probes and hooks, as the pod agent understands it.</summary>
internal static class AgentActions
{
    /// <summary>The probes that the agent is to run.</summary>
    public static AgentProbeSet Probes(V1Container container) =>
        new(Probe(container.StartupProbe, container), Probe(container.ReadinessProbe, container), Probe(Liveness(container), container));

    /// <summary>Null where the container has none, or ACI runs it: it does where it can, because it restarts the container too.</summary>
    public static V1Probe? Liveness(V1Container container) => container.LivenessProbe is { } liveness && ProbeTranslator.IsForAgent(liveness, container) ? liveness : null;

    /// <summary>Whether the agent lacks what it would take: it holds no TLS.</summary>
    public static bool NeedsTls(V1Container container) => new[] { container.StartupProbe, container.ReadinessProbe, Liveness(container) }.Any(probe => ProbeTranslator.IsHttps(probe?.HttpGet));

    /// <summary>One try of a probe.</summary>
    public static AgentHook Once(V1Probe probe, V1Container container) =>
        Hook(new V1LifecycleHandler { Exec = probe.Exec, HttpGet = probe.HttpGet, TcpSocket = probe.TcpSocket }, container)! with { Grpc = Grpc(probe.Grpc) };

    /// <summary>Null where the container has no such hook.</summary>
    public static AgentHook? PreStop(V1Container container) => Hook(container.Lifecycle?.PreStop, container);

    /// <summary>Null where the container has no such hook.</summary>
    public static AgentHook? PostStart(V1Container container) => Hook(container.Lifecycle?.PostStart, container);

    /// <summary>The number of a port that may be named; the translation has refused a name that the container does not have.</summary>
    public static int Port(string value, V1Container container) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : container.Ports?.FirstOrDefault(port => port.Name == value)?.ContainerPort ?? 0;

    private static AgentHook? Hook(V1LifecycleHandler? hook, V1Container container) => hook is null ? null : new AgentHook(
        Exec(hook.Exec, container),
        hook.HttpGet is { } get ? Http(get, container) : null,
        hook.TcpSocket is { } tcp ? new AgentTcp(Port(tcp.Port.Value, container), Empty(tcp.Host)) : null,
        hook.Sleep?.Seconds);

    private static AgentProbe? Probe(V1Probe? probe, V1Container container) => probe is null ? null : new AgentProbe
    {
        Exec = Exec(probe.Exec, container),
        Http = probe.HttpGet is { } get ? Http(get, container) : null,
        Tcp = probe.TcpSocket is { } tcp ? new AgentTcp(Port(tcp.Port.Value, container), Empty(tcp.Host)) : null,
        Grpc = Grpc(probe.Grpc),
        InitialDelaySeconds = probe.InitialDelaySeconds ?? 0,
        PeriodSeconds = probe.PeriodSeconds ?? 10,
        TimeoutSeconds = probe.TimeoutSeconds ?? 1,
        SuccessThreshold = probe.SuccessThreshold ?? 1,
        FailureThreshold = probe.FailureThreshold ?? 3,
    };

    private static AgentCommand? Exec(V1ExecAction? exec, V1Container container) => exec is null ? null : new AgentCommand([.. exec.Command], false, false) { WorkingDirectory = Empty(container.WorkingDir) };

    private static AgentHttp Http(V1HTTPGetAction get, V1Container container) => new(
        Port(get.Port.Value, container), get.Path, Empty(get.Host), get.HttpHeaders is { Count: > 0 } headers ? [.. headers.Select(header => new AgentHeader(header.Name, header.Value))] : null);

    private static AgentGrpc? Grpc(V1GRPCAction? grpc) => grpc is null ? null : new AgentGrpc(grpc.Port, Empty(grpc.Service));

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
