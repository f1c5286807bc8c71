using k8s;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>
/// What the provider keeps of one pod, on disk alone: <c>uid</c>, <c>pod.json</c>, <c>env-{container}</c>, and <c>{container}/{n}</c> for its n-th run with <c>pid</c>, <c>log</c> and <c>exit</c>. A kubelet that was killed
/// finds everything again. The folder is its owner's alone, for variables may be secret.
/// </summary>
internal sealed class ProcessFolder(string path)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Path { get; } = path;

    /// <summary>For which UID it was made; null: the folder is not there, or was not finished.</summary>
    public string? Uid => Read("uid");

    public V1Pod? Pod => Read("pod.json") is { } text ? KubernetesJson.Deserialize<V1Pod>(text) : null;

    /// <summary>That it ends was asked for: nothing is started any more.</summary>
    public bool IsEnding => File.Exists(System.IO.Path.Combine(Path, "ending"));

    public void MarkEnding() => File.WriteAllText(System.IO.Path.Combine(Path, "ending"), "");

    /// <summary>Makes it; the UID is written last and makes it count.</summary>
    public void Create(V1Pod pod, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> environments)
    {
        Delete();
        Directory.CreateDirectory(Path, Private);
        foreach (var (container, variables) in environments)
            File.WriteAllText(System.IO.Path.Combine(Path, "env-" + container), string.Concat(variables.Select(pair => $"{pair.Key}={pair.Value}\0")));
        File.WriteAllText(System.IO.Path.Combine(Path, "pod.json"), KubernetesJson.Serialize(pod));
        File.WriteAllText(System.IO.Path.Combine(Path, "uid.new"), pod.Metadata.Uid);
        File.Move(System.IO.Path.Combine(Path, "uid.new"), System.IO.Path.Combine(Path, "uid"));
    }

    public void Delete()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, true);
    }

    public IEnumerable<KeyValuePair<string, string>> EnvironmentOf(string container) =>
        (Read("env-" + container) ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));

    /// <summary>The container's runs, oldest first.</summary>
    public IReadOnlyList<ProcessRun> RunsOf(string container)
    {
        var folder = System.IO.Path.Combine(Path, container);
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.GetDirectories(folder).Select(run => new ProcessRun(run)).Where(run => run.Number >= 0).OrderBy(run => run.Number)];
    }

    public ProcessRun NextRunOf(string container)
    {
        var run = new ProcessRun(System.IO.Path.Combine(Path, container, $"{RunsOf(container).Count}"));
        Directory.CreateDirectory(run.Path, Private);
        return run;
    }

    private string? Read(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
