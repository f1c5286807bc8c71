using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Ending;

/// <summary>
/// preStop, then the signal to the container's first process. Where that process ends, so do all others of the container, this session too: the line that breaks off is the good end. The last
/// signal, which nobody can refuse, only the platform can send.
/// </summary>
internal static class ContainerEnd
{
    private const int FirstProcess = 1;

    // A kubelet gives the process a moment even where the hook took all the time.
    private static readonly TimeSpan _leastAfterHook = TimeSpan.FromSeconds(2);

    public static Result Run(Channel channel, EndRequest request)
    {
        var until = Environment.TickCount64 + (long)(request.GraceSeconds * 1000);
        if (request.PreStop is { } hook)
            channel.Write(FrameKind.Message, new EndMessage("hook", HookRun.Run(hook, TimeSpan.FromSeconds(Math.Max(0.1, request.GraceSeconds)), channel)), PodAgentJson.Default.EndMessage);
        if (channel.IsClosed) return new Result(1, "given up");
        if (LibC.SendSignal(FirstProcess, request.Signal > 0 ? request.Signal : LibC.Terminate) != 0) return new Result(1, new SystemCallException("kill").Message);
        channel.Write(FrameKind.Message, new EndMessage("signal"), PodAgentJson.Default.EndMessage);
        var left = TimeSpan.FromMilliseconds(Math.Max(_leastAfterHook.TotalMilliseconds, until - Environment.TickCount64));
        channel.WaitClosed(left);
        return new Result(1, "the container's first process still runs");
    }
}
