using System.Text;
using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Starting;

/// <summary>
/// What a container says at its end, for its status. When it has ended nothing of it is in reach but its log, so the message goes there, as a last line that the virtual kubelet takes out again.
/// </summary>
internal static class LastMessage
{
    /// <summary>Begins the line; base64 follows.</summary>
    public const string Mark = "frankenetes-pod message ";

    /// <summary>Kubernetes keeps so much of a file, and so much where the output stands in for it.</summary>
    public const int MostBytes = 4096, MostOutput = 2048;

    public static void Tell(string message) => Tell(Encoding.UTF8.GetBytes(message), 2);

    /// <summary>Writes the line; nothing where there is no message.</summary>
    public static void Tell(ReadOnlySpan<byte> message, int descriptor)
    {
        if (message.Length == 0) return;
        new Descriptor(descriptor).Write(Encoding.ASCII.GetBytes($"{Mark}{Convert.ToBase64String(message[..Math.Min(message.Length, MostBytes)])}\n"));
    }

    /// <summary>The program may find its file there, whoever it runs as.</summary>
    public static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "/");
            File.WriteAllBytes(path, []);
            File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The image's user may not: a program that cannot write there leaves no message.
        }
    }

    /// <summary>The end of what the program left; empty where there is nothing.</summary>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            // Such as /dev/stdout.
            if (!file.CanSeek) return [];
            file.Position = Math.Max(0, file.Length - MostBytes);
            var bytes = new byte[file.Length - file.Position];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
