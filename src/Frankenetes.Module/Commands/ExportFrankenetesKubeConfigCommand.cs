using System.Management.Automation;
using Frankenetes.Clusters.Kubeconfigs;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Writes a kubeconfig with a fresh client certificate, readable by its owner alone.</summary>
/// <example><code>Export-FrankenetesKubeConfig dev</code>Writes ~/.kube/frankenetes-dev.config, which kubectl takes by --kubeconfig.</example>
/// <example><code>$env:KUBECONFIG = (Export-FrankenetesKubeConfig dev -Path dev.kubeconfig).FullName; kubectl get nodes</code>Points kubectl in this session at the cluster.</example>
[Cmdlet(VerbsData.Export, "FrankenetesKubeConfig", SupportsShouldProcess = true, DefaultParameterSetName = ToFile)]
[OutputType(typeof(FileInfo), ParameterSetName = [ToFile])]
[OutputType(typeof(string), ParameterSetName = [ToText])]
public sealed class ExportFrankenetesKubeConfigCommand : FrankenetesCommand
{
    private const string ToFile = "File";
    private const string ToText = "Text";

    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The file; ~/.kube/frankenetes-NAME.config when left out. One that is a kubeconfig of the same cluster is replaced.</summary>
    [Parameter(Position = 1, ParameterSetName = ToFile)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is something else, too.</summary>
    [Parameter(ParameterSetName = ToFile)]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the text to the pipeline and no file; it is a secret.</summary>
    [Parameter(ParameterSetName = ToText, Mandatory = true)]
    public SwitchParameter AsText { get; set; }

    /// <summary>Writes the file and its FileInfo, or the text.</summary>
    protected override void ProcessRecord()
    {
        // Clusters' names are lower-case; files and contexts are named for them.
        var name = Name.ToLowerInvariant();
        if (AsText)
            Pump(async (output, stop) => output.Object(await TextAsync(name, stop).ConfigureAwait(false)), name);
        else if (FullPath(Path) is var path && ShouldProcess(path ??= DefaultPath(name), $"Write the kubeconfig of cluster '{name}'"))
            Pump((output, stop) => WriteAsync(name, path, output, stop), name);
    }

    private async Task WriteAsync(string name, string path, ICmdletOutput output, CancellationToken stop)
    {
        if (!Force && !Kubeconfig.MayReplace(path, name))
            throw new FrankenetesException(ErrorCatalog.FileExists, $"'{path}' exists and is not a kubeconfig of cluster '{name}'.", path);
        await PrivateFile.WriteAsync(path, await TextAsync(name, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
        output.Object(new FileInfo(path));
    }

    private static async Task<string> TextAsync(string name, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        return await new ClusterReader(connection, ClusterHost.Options).KubeconfigAsync(name, stop).ConfigureAwait(false);
    }

    private static string DefaultPath(string name) => System.IO.Path.Combine(MachinePaths.Home, ".kube", $"frankenetes-{name}.config");
}
