using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Probing;

/// <summary>Runs a container's probes as a kubelet does: the startup probe first, the others beside each other once it has succeeded, each in its own rhythm.</summary>
internal static class ProbeRun
{
    public static Result Run(Channel channel, ProbeRequest request)
    {
        if (request.Startup is { } startup && !new ProbeLoop(channel, "startup", startup).RunUntilSuccess()) return new Result(0);
        var threads = new List<Thread>();
        foreach (var (name, probe) in new[] { ("readiness", request.Readiness), ("liveness", request.Liveness) })
        {
            if (probe is null) continue;
            var thread = new Thread(() => new ProbeLoop(channel, name, probe).RunForEver(), 256 * 1024) { IsBackground = true };
            thread.Start();
            threads.Add(thread);
        }
        foreach (var thread in threads) thread.Join();
        // Without any, the open request still tells the other side when the container ends.
        while (!channel.WaitClosed(TimeSpan.FromHours(1))) continue;
        return new Result(0);
    }
}
