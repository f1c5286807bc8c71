using System.Runtime.CompilerServices;
using Frankenetes.KubeletStreams.RemoteCommands;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary><c>/exec</c> and <c>/attach</c>: joins the client's streams to the container's. The parameters' names are those that the API server sends.</summary>
internal sealed class CommandEndpoint(IContainerSessions sessions, SessionLimit limit, TimeProvider time, ILogger logger)
{
    private const string Unnamed = "channel.k8s.io";

    public Task ExecAsync(HttpContext context, PodTarget target)
    {
        var command = context.Request.Query["command"].OfType<string>().ToList();
        if (command.Count == 0) throw new KubeletRequestException(400, "the command is missing");
        return ServeAsync(context, target, command, async (request, streams, token) => await sessions.ExecAsync(target.Pod, target.Container!, request, streams, token).ConfigureAwait(false));
    }

    public Task AttachAsync(HttpContext context, PodTarget target) => ServeAsync(context, target, [], async (request, streams, token) =>
    {
        await sessions.AttachAsync(target.Pod, target.Container!, request, streams, token).ConfigureAwait(false);
        return 0;
    });

    private async Task ServeAsync(HttpContext context, PodTarget target, List<string> command, Func<ExecRequest, SessionStreams, CancellationToken, Task<int>> run)
    {
        var options = Options(context.Request.Query);
        using var place = limit.Enter();
        logger.LogInformation("{What} {Pod} {Container}", command.Count > 0 ? "exec" : "attach", target.Pod, target.Container);
        await using var session = await OpenAsync(context, options).ConfigureAwait(false);
        if (session is null) return;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(session.Gone, context.RequestAborted);
        var streams = new SessionStreams(session.Input, session.Output, session.Error, session.Resizes is { } sizes ? Sizes(sizes) : null);
        try
        {
            var exitCode = await run(new ExecRequest(command, options.Terminal), streams, ending.Token).ConfigureAwait(false);
            await session.ExitAsync(exitCode).ConfigureAwait(false);
        }
        catch (Exception broken) when (!ending.IsCancellationRequested)
        {
            await session.FailAsync(SessionFailures.Describe(broken, target.Pod, logger)).ConfigureAwait(false);
        }
        catch (Exception left) when (left is OperationCanceledException or IOException or SessionException or ProviderException)
        {
            // The client is gone; there is nobody to tell.
        }
    }

    private async Task<RemoteCommandSession?> OpenAsync(HttpContext context, RemoteCommandOptions options)
    {
        if (SessionUpgrade.WebSocketProtocol(context, RemoteCommandProtocol.OverWebSocket, Unnamed) is { } chosen)
            return await WebSocketRemoteCommand.OpenAsync(await SessionUpgrade.AcceptWebSocketAsync(context, chosen).ConfigureAwait(false), chosen, options).ConfigureAwait(false);
        var (transport, protocol) = await SessionUpgrade.AcceptSpdyAsync(context, RemoteCommandProtocol.OverSpdy, Unnamed).ConfigureAwait(false);
        try
        {
            return await SpdyRemoteCommand.OpenAsync(transport, protocol, options, time, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception left) when (left is IOException or TimeoutException)
        {
            logger.LogInformation("a client upgraded and opened no streams: {Reason}", left.Message);
            return null;
        }
    }

    private static RemoteCommandOptions Options(IQueryCollection query)
    {
        var terminal = query.Has("tty");
        var options = new RemoteCommandOptions(query.Has("input", "stdin"), query.Has("output", "stdout"), query.Has("error", "stderr") && !terminal, terminal);
        return options is { Input: false, Output: false, Error: false } ? throw new KubeletRequestException(400, "you must specify at least 1 of stdin, stdout, stderr") : options;
    }

    private static async IAsyncEnumerable<TerminalSize> Sizes(IAsyncEnumerable<TerminalResize> resizes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var size in resizes.WithCancellation(cancellationToken).ConfigureAwait(false)) yield return new TerminalSize(size.Width, size.Height);
    }
}
