using System.Text;
using Frankenetes.KubeletStreams.RemoteCommands;
using Frankenetes.KubeletStreams.Tests.Spdy;

namespace Frankenetes.KubeletStreams.Tests.RemoteCommands;

public class SpdyRemoteCommandTests
{
    [Fact]
    public async Task A_session_waits_for_the_streams_that_were_asked_for_and_tells_success()
    {
        using var pair = await LoopbackPair.OpenAsync();
        using var client = new SpdyClient(pair.Client);
        var opening = SpdyRemoteCommand.OpenAsync(pair.Server, "v4.channel.k8s.io", new(Input: false, Output: true, Error: false, Terminal: true), TimeProvider.System, CancellationToken.None);
        var error = await client.OpenAsync(("streamType", "error"));
        var odd = await client.OpenAsync(("streamType", "stdin"));
        Assert.Equal(odd, (await client.ReadAsync(3)).Stream);
        var output = await client.OpenAsync(("streamType", "stdout"));
        Assert.False(opening.IsCompleted);
        var resize = await client.OpenAsync(("streamType", "resize"));
        await using var session = await opening.WaitAsync(TimeSpan.FromMinutes(1));
        await client.DataAsync(resize, Encoding.UTF8.GetBytes("""{"Width":80,"Height":24}"""), last: true);
        await foreach (var size in session.Resizes!) Assert.Equal(new TerminalResize(80, 24), size);
        await session.Output.WriteAsync("out"u8.ToArray());
        var ending = session.ExitAsync(0);
        var said = new Dictionary<uint, string>();
        var ended = new List<uint>();
        while (ended.Count < 2)
        {
            var (stream, flags, payload) = await client.ReadAsync((ushort?)null);
            said[stream] = said.GetValueOrDefault(stream) + Encoding.UTF8.GetString(payload);
            if (flags == 1) ended.Add(stream);
        }
        Assert.Equal(("out", """{"metadata":{},"status":"Success"}"""), (said[output], said[error]));
        // It waits for the client to have read it all.
        Assert.False(ending.IsCompleted);
        pair.Client.Dispose();
        await ending.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_client_that_leaves_before_it_has_opened_its_streams_is_an_error()
    {
        using var pair = await LoopbackPair.OpenAsync();
        var opening = SpdyRemoteCommand.OpenAsync(pair.Server, "v4.channel.k8s.io", new(true, true, true, false), TimeProvider.System, CancellationToken.None);
        pair.Client.Dispose();
        await Assert.ThrowsAnyAsync<IOException>(() => opening.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void The_clients_order_of_protocols_counts_and_strangers_have_none_in_common()
    {
        Assert.Equal("v3.channel.k8s.io", RemoteCommandProtocol.Choose(["v9.channel.k8s.io", "v3.channel.k8s.io", "v4.channel.k8s.io"], RemoteCommandProtocol.OverSpdy));
        Assert.Null(RemoteCommandProtocol.Choose(["v9.channel.k8s.io"], RemoteCommandProtocol.OverSpdy));
    }
}
