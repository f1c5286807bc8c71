using System.Net.Sockets;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Probing;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Ending;

/// <summary>Calls a hook, or a probe once, within a limit.</summary>
internal static class HookRun
{
    private const double MostSeconds = 24 * 60 * 60;

    /// <summary>Runs it as a request of its own.</summary>
    public static Result Run(Channel channel, HookRequest request) =>
        Run(request.Call, TimeSpan.FromSeconds(Math.Clamp(request.LimitSeconds, 0.1, MostSeconds)), channel) is { } error ? new Result(1, error) : new Result(0);

    /// <summary>Why it failed; null: it did not.</summary>
    public static string? Run(Hook hook, TimeSpan limit, Channel channel)
    {
        try
        {
            return hook switch
            {
                { Exec: { } exec } => CommandAttempt.Run(exec, limit, channel),
                { Http: { } http } => HttpAttempt.Run(http, limit),
                { Tcp: { } tcp } => TcpAttempt.Run(tcp, limit),
                { Grpc: { } grpc } => GrpcAttempt.Run(grpc, limit),
                { SleepSeconds: { } seconds } => Wait(seconds, limit, channel),
                _ => "it says nothing to do",
            };
        }
        catch (Exception failure) when (failure is SocketException or IOException or SystemCallException or TimeoutException or FormatException)
        {
            return failure is SocketException { SocketErrorCode: SocketError.TimedOut } or TimeoutException ? "no answer in time" : failure.Message;
        }
    }

    private static string? Wait(double seconds, TimeSpan limit, Channel channel)
    {
        channel.WaitClosed(TimeSpan.FromSeconds(Math.Min(seconds, limit.TotalSeconds)));
        return null;
    }
}
