using Frankenetes.VirtualKubelet.Providers;
using Microsoft.AspNetCore.Http;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary><c>/run</c>: a command's output as the answer. It is collected first, since the status of the answer tells how the command ended.</summary>
internal sealed class RunEndpoint(IContainerSessions sessions, SessionLimit limit)
{
    private const int MostOutput = 4 * 1024 * 1024;

    public async Task ServeAsync(HttpContext context, PodTarget target)
    {
        if (!HttpMethods.IsPost(context.Request.Method)) throw new KubeletRequestException(405, "run must be a POST");
        var command = (context.Request.Query["cmd"].FirstOrDefault() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (command.Length == 0) throw new KubeletRequestException(400, "cmd is missing");
        using var place = limit.Enter();
        using var output = new OutputCollector(MostOutput);
        var exitCode = await RunAsync(target, command, output, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = exitCode == 0 ? 200 : 500;
        context.Response.ContentType = "text/plain";
        await context.Response.Body.WriteAsync(output.Collected, context.RequestAborted).ConfigureAwait(false);
        if (exitCode != 0) await context.Response.WriteAsync($"command terminated with exit code {exitCode}\n", context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<int> RunAsync(PodTarget target, string[] command, OutputCollector output, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.ExecAsync(target.Pod, target.Container!, new ExecRequest(command, false), new SessionStreams(null, output, output, null), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (output.IsFull)
        {
            throw new KubeletRequestException(500, $"the command wrote more than {MostOutput} bytes; exec has no such limit", failed);
        }
        catch (SessionException failed)
        {
            throw new KubeletRequestException(500, failed.Message, failed);
        }
    }
}
