using Frankenetes.PodAgent.Ending;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Probing;

/// <summary>One probe in its rhythm. Only changes are told.</summary>
internal sealed class ProbeLoop(Channel channel, string name, Probe probe)
{
    private bool? _told;
    private bool _last;
    private int _inARow;

    /// <summary>False when the request was given up first.</summary>
    public bool RunUntilSuccess()
    {
        while (Step())
        {
            if (_told == true) return true;
        }
        return false;
    }

    public void RunForEver()
    {
        while (Step()) continue;
    }

    // The delay counts from the container's start, which this session came after.
    private TimeSpan Pause => _inARow > 0 ? TimeSpan.FromSeconds(Math.Max(0.1, probe.PeriodSeconds)) : TimeSpan.FromSeconds(Math.Max(0, probe.InitialDelaySeconds - ContainerAge.Seconds()));

    private bool Step()
    {
        if (channel.WaitClosed(Pause)) return false;
        var failure = HookRun.Run(probe, TimeSpan.FromSeconds(Math.Max(0.1, probe.TimeoutSeconds)), channel);
        if (channel.IsClosed) return false;
        Note(failure);
        return true;
    }

    private void Note(string? failure)
    {
        var succeeds = failure is null;
        _inARow = succeeds == _last ? _inARow + 1 : 1;
        _last = succeeds;
        if (_inARow < (succeeds ? probe.SuccessThreshold : probe.FailureThreshold) || _told == succeeds) return;
        _told = succeeds;
        channel.Write(FrameKind.Message, new ProbeMessage(name, succeeds, failure), PodAgentJson.Default.ProbeMessage);
    }
}
