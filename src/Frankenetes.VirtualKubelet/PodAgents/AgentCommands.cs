using System.Text;
using System.Text.Json;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Joins a client's streams to a request of the pod agent.</summary>
internal static class AgentCommands
{
    /// <summary>Follows a command to its end; the answer is its exit code.</summary>
    public static async Task<int> FollowAsync(AgentChannel channel, SessionStreams streams, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Whoever reads from the client may wait in there for ever: nobody waits for him.
        _ = QuietlyAsync(SendInputAsync(channel, streams.Input, over.Token));
        _ = QuietlyAsync(SendSizesAsync(channel, streams.Resizes, over.Token));
        try
        {
            while (true)
            {
                var frame = await channel.NextAsync(cancellationToken).ConfigureAwait(false);
                if (frame.Kind == AgentFrame.Result) return await ConcludeAsync(frame, streams, cancellationToken).ConfigureAwait(false);
                if (frame.Kind is not (AgentFrame.Output or AgentFrame.Error)) continue;
                await WriteAsync(frame.Kind == AgentFrame.Output ? streams.Output : streams.Error, frame.Payload, cancellationToken).ConfigureAwait(false);
                await channel.GrantAsync(frame.Payload.Length, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Relays a connection until the pod's side closes.</summary>
    /// <exception cref="SessionException">Nothing listens, or it broke off.</exception>
    public static async Task RelayAsync(AgentChannel channel, Stream connection, CancellationToken cancellationToken)
    {
        var first = await channel.NextAsync(cancellationToken).ConfigureAwait(false);
        if (first.Kind == AgentFrame.Result) throw new SessionException(ResultOf(first).Error ?? "the pod's side closed at once");
        var result = 0;
        try
        {
            result = await FollowAsync(channel, new SessionStreams(connection, connection, null, null), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client is gone; giving the channel up tells the pod.
        }
        if (result != 0) throw new SessionException("the pod's side broke the connection off");
    }

    /// <summary>Waits for the end of a request that has no streams.</summary>
    /// <exception cref="SessionException">The session broke off.</exception>
    public static async Task<AgentResult> EndAsync(AgentChannel channel, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await channel.NextAsync(cancellationToken).ConfigureAwait(false);
            if (frame.Kind == AgentFrame.Result) return ResultOf(frame);
        }
    }

    public static AgentResult ResultOf(in AgentFrame frame) =>
        JsonSerializer.Deserialize(frame.Payload, AgentJson.Default.AgentResult) ?? new AgentResult(1, "the pod agent said nothing of its result");

    private static async Task<int> ConcludeAsync(AgentFrame frame, SessionStreams streams, CancellationToken cancellationToken)
    {
        var result = ResultOf(frame);
        if (result.Error is { } error)
            await WriteAsync(streams.Error ?? (streams.Resizes is null ? null : streams.Output), Encoding.UTF8.GetBytes(error + "\n"), cancellationToken).ConfigureAwait(false);
        return result.Code;
    }

    private static Task WriteAsync(Stream? stream, byte[] bytes, CancellationToken cancellationToken) => stream?.WriteAsync(bytes, cancellationToken).AsTask() ?? Task.CompletedTask;

    private static async Task SendInputAsync(AgentChannel channel, Stream? input, CancellationToken cancellationToken)
    {
        if (input is null) return;
        var buffer = new byte[AgentFrame.MaximumPayload];
        int count;
        while ((count = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            await channel.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        await channel.EndInputAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task SendSizesAsync(AgentChannel channel, IAsyncEnumerable<TerminalSize>? sizes, CancellationToken cancellationToken)
    {
        if (sizes is null) return;
        await foreach (var size in sizes.WithCancellation(cancellationToken).ConfigureAwait(false)) await channel.ResizeAsync(size, cancellationToken).ConfigureAwait(false);
    }

    private static async Task QuietlyAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
