using System.Management.Automation;
using Frankenetes.Clusters.Kubeconfigs;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Kubeconfigs;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Writes a kubeconfig with a fresh client certificate, readable by its owner alone.</summary>
/// <example><code>Export-FrankenetesKubeConfig dev</code>Writes ~/.kube/frankenetes-dev.config, which kubectl takes by --kubeconfig.</example>
/// <example><code>$env:KUBECONFIG = (Export-FrankenetesKubeConfig dev -Path dev.kubeconfig).FullName; kubectl get nodes</code>Points kubectl in this session at the cluster.</example>
/// <example><code>Export-FrankenetesKubeConfig dev -Merge</code>Adds the cluster to the file that kubectl reads; everything else in it stays. Use-FrankenetesCluster makes it the current one, too.</example>
/// <example><code>Export-FrankenetesKubeConfig dev -User jane -Group readers -Path jane.kubeconfig</code>For somebody who may do what roles grant to jane or to readers, and nothing else.</example>
[Cmdlet(VerbsData.Export, "FrankenetesKubeConfig", SupportsShouldProcess = true, DefaultParameterSetName = ToFile)]
[OutputType(typeof(FileInfo), ParameterSetName = [ToFile, ToMerged])]
[OutputType(typeof(string), ParameterSetName = [ToText])]
public sealed class ExportFrankenetesKubeConfigCommand : FrankenetesCommand
{
    private const string ToFile = "File";
    private const string ToMerged = "Merge";
    private const string ToText = "Text";

    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The file; ~/.kube/frankenetes-NAME.config when left out, with -Merge the file that kubectl reads. One that is a kubeconfig of the same cluster is replaced.</summary>
    [Parameter(Position = 1, ParameterSetName = ToFile)]
    [Parameter(Position = 1, ParameterSetName = ToMerged)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Adds to the file, whatever it holds; its current context stays, if it has one.</summary>
    [Parameter(ParameterSetName = ToMerged, Mandatory = true)]
    public SwitchParameter Merge { get; set; }

    /// <summary>Replaces a file that is something else, too; with -Merge, a context or cluster of that name that is another's.</summary>
    [Parameter(ParameterSetName = ToFile)]
    [Parameter(ParameterSetName = ToMerged)]
    public SwitchParameter Force { get; set; }

    /// <summary>The user that the certificate names, good for a year: he may do what roles grant him. The cluster's administrator when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Groups of the user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>Writes the text to the pipeline and no file; it is a secret.</summary>
    [Parameter(ParameterSetName = ToText, Mandatory = true)]
    public SwitchParameter AsText { get; set; }

    /// <summary>Writes the file and its FileInfo, or the text.</summary>
    protected override void ProcessRecord()
    {
        // Clusters' names are lower-case; files and contexts are named for them.
        var name = Name.ToLowerInvariant();
        if (KubeconfigUser.Find(User, Group) is { } wrong)
            WriteError(ErrorTranslator.ToErrorRecord(wrong, User));
        else if (AsText)
            Pump(async (output, stop) => output.Object(await KubeconfigFile.TextAsync(name, User, Group, stop).ConfigureAwait(false)), name);
        else if (FullPath(Path) is var path && ShouldProcess(path ??= DefaultPath(name), $"{(Merge ? "Add" : "Write")} the kubeconfig of cluster '{name}'"))
            Pump((output, stop) => WriteAsync(name, path, output, stop), name);
    }

    private async Task WriteAsync(string name, string path, ICmdletOutput output, CancellationToken stop)
    {
        var names = KubeconfigNames.Of(name, User);
        if (!Merge && !Force && !Kubeconfig.MayReplace(path, names))
            throw new FrankenetesException(ErrorCatalog.FileExists, $"'{path}' exists and is not a kubeconfig of cluster '{name}'{(User is null ? "" : $" for '{User}'")}.", path);
        var text = await KubeconfigFile.TextAsync(name, User, Group, stop).ConfigureAwait(false);
        if (Merge)
            await KubeconfigMerge.RunAsync(path, text, names, use: false, Force, stop).ConfigureAwait(false);
        else
            await PrivateFile.WriteAsync(path, text, stop).ConfigureAwait(false);
        output.Object(new FileInfo(path));
    }

    private string DefaultPath(string name) => Merge ? KubeconfigFile.OfKubectl : System.IO.Path.Combine(MachinePaths.Home, ".kube", $"frankenetes-{name}{(User is null ? "" : $"-{User}")}.config");
}
