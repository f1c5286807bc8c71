using System.Runtime.InteropServices;

namespace Frankenetes.PodAgent.Native;

/// <summary>A call of the operating system failed.</summary>
internal sealed class SystemCallException(string call, int error) : Exception($"{call}: {Marshal.GetPInvokeErrorMessage(error)}")
{
    public SystemCallException(string call)
        : this(call, Marshal.GetLastPInvokeError())
    {
    }

    /// <summary>As shells say that a program could not be started.</summary>
    public int ExitCode => error == LibC.NoSuchFile ? 127 : 126;
}
