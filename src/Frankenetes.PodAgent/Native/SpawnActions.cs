using System.Runtime.InteropServices;

namespace Frankenetes.PodAgent.Native;

/// <summary>What a new program finds open, and where it stands.</summary>
internal sealed unsafe class SpawnActions : IDisposable
{
    public SpawnActions()
    {
        Structure = (byte*)NativeMemory.AllocZeroed(SpawnCalls.StructureBytes);
        _ = SpawnCalls.InitActions(Structure);
    }

    public byte* Structure { get; }

    /// <summary>The program's standard stream 0, 1 or 2 is this descriptor.</summary>
    public SpawnActions Give(Descriptor descriptor, int number)
    {
        _ = SpawnCalls.AddDuplicate(Structure, descriptor.Number, number);
        return this;
    }

    /// <summary>The program's standard stream is a file.</summary>
    public SpawnActions Open(string path, int number)
    {
        _ = SpawnCalls.AddOpen(Structure, number, path, LibC.ReadWrite, 0);
        return this;
    }

    /// <summary>A terminal for all three streams: the first that a new session opens becomes the one that controls it.</summary>
    public SpawnActions OpenTerminal(string path)
    {
        Open(path, 0);
        _ = SpawnCalls.AddDuplicate(Structure, 0, 1);
        _ = SpawnCalls.AddDuplicate(Structure, 0, 2);
        return this;
    }

    /// <summary>The folder in which the program starts.</summary>
    public SpawnActions In(string folder)
    {
        _ = SpawnCalls.AddChangeDirectory(Structure, folder);
        return this;
    }

    /// <summary>Last of all: what else is open is not for the program.</summary>
    public SpawnActions CloseOthers()
    {
        _ = SpawnCalls.AddCloseFrom(Structure, 3);
        return this;
    }

    public void Dispose()
    {
        _ = SpawnCalls.DestroyActions(Structure);
        NativeMemory.Free(Structure);
    }
}
