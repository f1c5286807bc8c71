using System.Text.Json;
using Frankenetes.PodAgent.Files;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Installing;

/// <summary>Copies this executable from the share, where it may vanish, into a volume of the pod, where every container finds it; and prepares what only root can.</summary>
internal sealed record Installation
{
    public const string FileName = "frankenetes-pod";

    private const string HostsFile = "/etc/hosts";

    // Nobody writes it, everybody runs it.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>What volumes are filled with for the first time, in the form of the request that renews them; null: nothing.</summary>
    public string? Manifest { get; init; }

    /// <summary>Lines for the file of hosts' names, which the containers of a group share.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Null: this is no way to say it.</summary>
    public static Installation? Parse(string[] words) => new Installation().And(words);

    /// <exception cref="IOException">Something cannot be written.</exception>
    public void Run(string source, string folder)
    {
        Copy(source, folder);
        if (Manifest is { } manifest) Fill(manifest);
        if (Hosts.Count > 0) File.AppendAllLines(HostsFile, Hosts);
    }

    private Installation? And(string[] words) => words switch
    {
        [] => this,
        ["--files", var manifest, .. var rest] => (this with { Manifest = manifest }).And(rest),
        ["--host", var line, .. var rest] => (this with { Hosts = [.. Hosts, line] }).And(rest),
        _ => null,
    };

    // Whoever looks sees none, the old file or the whole new one, also after a crash.
    private static void Copy(string source, string folder)
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

    private static void Fill(string manifest)
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
