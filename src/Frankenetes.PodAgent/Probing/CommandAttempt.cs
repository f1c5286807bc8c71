using System.Globalization;
using System.Text;
using Frankenetes.PodAgent.Commands;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Probing;

/// <summary>A command that ends with 0 in time is success; its first words say why it failed.</summary>
internal static class CommandAttempt
{
    private const int MostWords = 1024;

    public static string? Run(CommandRequest request, TimeSpan limit, Channel? channel)
    {
        var (read, write) = Descriptor.Pipe();
        using var output = read;
        ChildProcess child;
        using (write)
        using (var actions = new SpawnActions().Open("/dev/null", 0).Give(write, 1).Give(write, 2))
        {
            if (request.WorkingDirectory is { } folder) actions.In(folder);
            child = ChildProcess.Start(request.Command, request.Environment, actions);
        }
        return Follow(child, output, limit, channel);
    }

    private static string? Follow(ChildProcess child, Descriptor output, TimeSpan limit, Channel? channel)
    {
        var late = 0;
        channel?.WhenClosed(() => child.Signal(LibC.Kill));
        using var timer = new Timer(_ =>
        {
            Interlocked.Exchange(ref late, 1);
            child.Signal(LibC.Kill);
        }, null, limit, Timeout.InfiniteTimeSpan);
        var said = new byte[MostWords];
        var reading = new Thread(() => ReadFirst(output, said), 128 * 1024) { IsBackground = true };
        reading.Start();
        var code = child.Wait();
        // What the command left running may hold its output open.
        reading.Join(TimeSpan.FromMilliseconds(200));
        if (Volatile.Read(ref late) != 0) return string.Create(CultureInfo.InvariantCulture, $"command timed out after {limit.TotalSeconds} s");
        var words = Encoding.UTF8.GetString(said.AsSpan(0, said.AsSpan().IndexOf((byte)0) is >= 0 and var end ? end : MostWords)).Trim();
        return code == 0 ? null : words.Length > 0 ? words : string.Create(CultureInfo.InvariantCulture, $"command ended with {code}");
    }

    // All of it is read, so that the command never waits for us; the first of it is kept.
    private static void ReadFirst(Descriptor output, byte[] kept)
    {
        var (buffer, length) = (new byte[4096], 0);
        try
        {
            for (int count; (count = output.Read(buffer)) > 0;)
            {
                var take = Math.Min(count, kept.Length - length);
                buffer.AsSpan(0, take).CopyTo(kept.AsSpan(length));
                length += take;
            }
        }
        catch (SystemCallException)
        {
            // The attempt is over.
        }
    }
}
