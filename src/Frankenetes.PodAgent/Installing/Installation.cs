using System.Text.Json;
using Frankenetes.PodAgent.Files;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Installing;

/// <summary>Copies this executable from the share, where it may vanish, into a volume of the pod, where every container finds it.</summary>
internal static class Installation
{
    public const string FileName = "frankenetes-pod";

    // Nobody writes it, everybody runs it.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Whoever looks sees none, the old file or the whole new one, also after a crash.</summary>
    public static void Run(string source, string folder)
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, FileName);
        var unfinished = $"{target}.{Environment.ProcessId}.new";
        using (var from = File.OpenRead(source))
        using (var to = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            from.CopyTo(to, 256 * 1024);
            File.SetUnixFileMode(to.SafeFileHandle, Mode);
            to.Flush(flushToDisk: true);
        }
        File.Move(unfinished, target, overwrite: true);
    }

    /// <summary>Fills volumes for the first time, from a manifest in the form of the request that renews them.</summary>
    /// <exception cref="IOException">The manifest is none, or a volume cannot be written.</exception>
    public static void Fill(string manifest)
    {
        try
        {
            foreach (var volume in JsonSerializer.Deserialize(File.ReadAllBytes(manifest), PodAgentJson.Default.FileRequest)!.Volumes) VolumeWriter.Write(volume);
        }
        catch (JsonException wrong)
        {
            throw new IOException($"{manifest} is no manifest", wrong);
        }
    }
}
