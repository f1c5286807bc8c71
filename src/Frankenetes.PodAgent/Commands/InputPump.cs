using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Commands;

/// <summary>Brings the channel's input to the command. A command that does not read stops it, and through the credit the sender, and nothing else.</summary>
internal sealed class InputPump(Channel channel, Descriptor target, bool isTerminal)
{
    public void Start() => new Thread(Run, 128 * 1024) { IsBackground = true }.Start();

    private void Run()
    {
        var taken = true;
        try
        {
            while (channel.ReadInput() is { } bytes)
            {
                // Nobody reads any more: the rest is thrown away, as a shell's pipe would.
                taken = taken && target.Write(bytes);
                channel.Grant(bytes.Length);
            }
        }
        catch (Exception gone) when (gone is SystemCallException or ObjectDisposedException or InvalidOperationException)
        {
            // The command ended while it was written to.
        }
        // A terminal is one descriptor for both ways; its end is the end of the command.
        if (!isTerminal) target.Dispose();
    }
}
