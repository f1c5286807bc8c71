namespace Frankenetes.Clusters.Pods.Commands;

/// <summary>A command to be run in a container.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record PodCommand(PodKey Pod, string Container, IReadOnlyList<string> Command)
{
    /// <summary>Path and query. Source: the query of pods/exec (core/v1, PodExecOptions).</summary>
    /// <param name="hasInput">Whether there will be standard input.</param>
    public string Path(bool hasInput)
    {
        var command = string.Concat(Command.Select(part => $"&command={Uri.EscapeDataString(part)}"));
        return PodClient.Path(Pod, $"/exec?container={Uri.EscapeDataString(Container)}{command}{(hasInput ? "&stdin=true" : "")}&stdout=true&stderr=true");
    }
}
