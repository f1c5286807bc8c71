using System.Text;

namespace Frankenetes.PodAgent.Native;

/// <summary>Terminals: the one that the session came with, and new ones for commands that want one.</summary>
internal static unsafe class Terminal
{
    private const int AttributeBytes = 256;
    private const nuint SetSizeRequest = 0x5414; // TIOCSWINSZ

    /// <summary>Makes a terminal carry bytes as they are, without echo; false where the descriptor is no terminal.</summary>
    public static bool MakeRaw(Descriptor descriptor)
    {
        var attributes = stackalloc byte[AttributeBytes];
        if (LibC.GetTerminal(descriptor.Number, attributes) != 0) return false;
        LibC.MakeRaw(attributes);
        return LibC.SetTerminal(descriptor.Number, 0, attributes) == 0;
    }

    /// <summary>Opens a new terminal.</summary>
    /// <returns>Our side, and the path of the command's.</returns>
    public static (Descriptor Ours, string Theirs) Open()
    {
        var number = LibC.OpenPseudoTerminal(LibC.ReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec);
        if (number < 0) throw new SystemCallException("posix_openpt");
        var ours = new Descriptor(number);
        var name = stackalloc byte[64];
        if (LibC.UnlockPseudoTerminal(number) == 0 && LibC.NamePseudoTerminal(number, name, 64) == 0)
            return (ours, Encoding.UTF8.GetString(name, new ReadOnlySpan<byte>(name, 64).IndexOf((byte)0)));
        ours.Dispose();
        throw new SystemCallException("unlockpt");
    }

    /// <summary>Tells the programs behind a terminal its size.</summary>
    public static void Resize(Descriptor ours, TerminalSize size)
    {
        var window = new LibC.WindowSize { Rows = size.Rows, Columns = size.Columns };
        _ = LibC.SetWindowSize(ours.Number, SetSizeRequest, &window);
    }
}
