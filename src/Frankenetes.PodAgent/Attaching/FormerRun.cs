using Frankenetes.PodAgent.Sessions;
using Frankenetes.PodAgent.Starting;

namespace Frankenetes.PodAgent.Attaching;

/// <summary>Sends what is kept of the container's former run.</summary>
internal static class FormerRun
{
    public static Result Run(Channel channel, FormerRequest request)
    {
        var kept = new KeptOutput(request.Folder);
        if ((request.Message ? kept.ReadFormerMessage() : kept.ReadFormer()) is not { } bytes) return new Result(1, "nothing is kept of a former run");
        channel.WriteAll(FrameKind.Output, bytes);
        return new Result(0);
    }
}
