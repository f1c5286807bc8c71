using System.Net.Sockets;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Probing;

/// <summary>One try of a probe within its time.</summary>
internal static class ProbeAttempt
{
    /// <summary>Why it failed; null: it succeeded.</summary>
    public static string? Run(Probe probe, Channel channel)
    {
        var limit = TimeSpan.FromSeconds(Math.Max(0.1, probe.TimeoutSeconds));
        try
        {
            return probe switch
            {
                { Exec: { } exec } => CommandAttempt.Run(exec, limit, channel),
                { Http: { } http } => HttpAttempt.Run(http, limit),
                { Tcp: { } tcp } => TcpAttempt.Run(tcp, limit),
                { Grpc: { } grpc } => GrpcAttempt.Run(grpc, limit),
                _ => "the probe says no way to probe",
            };
        }
        catch (Exception failure) when (failure is SocketException or IOException or SystemCallException or TimeoutException or FormatException)
        {
            return failure is SocketException { SocketErrorCode: SocketError.TimedOut } or TimeoutException ? "no answer in time" : failure.Message;
        }
    }
}
