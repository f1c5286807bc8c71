using System.Runtime.InteropServices;

namespace Frankenetes.PodAgent.Native;

/// <summary>Strings as C wants a program's arguments: UTF-8, a null at the end.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    public NativeStrings(IEnumerable<string> strings)
    {
        var all = strings.ToList();
        _count = all.Count;
        Array = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < _count; i++) Array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
    }

    public byte** Array { get; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++) Marshal.FreeCoTaskMem((nint)Array[i]);
        NativeMemory.Free(Array);
    }
}
