using System.Management.Automation;
using System.Text.Json.Nodes;
using Frankenetes.Contracts;
using Frankenetes.Module.Pipeline;
using Frankenetes.PodTranslation.Manifests;

namespace Frankenetes.Module.Manifests;

/// <summary>What the cmdlets share that take manifests: files, text or objects, each a manifest of its own; objects of one pipeline belong together.</summary>
public abstract class ManifestCommand : FrankenetesCommand
{
    private protected const string FromFile = "Path";
    private protected const string FromObject = "InputObject";

    private readonly List<JsonObject> _piped = [];

    /// <summary>Manifest files, YAML or JSON; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromFile)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>A Kubernetes object as ConvertFrom-Json makes it, a manifest's text, or a file from Get-ChildItem.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromObject)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The region whose container groups are meant.</summary>
    [Parameter]
    [ValidatePattern("^[a-z0-9]+$")]
    public string Location { get; set; } = "eastus";

    /// <summary>Reads files; keeps objects until the pipeline ends, for one may name another.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FromObject) Try(() => _piped.AddRange(Documents(InputObject!)), null);
        else foreach (var file in Path.SelectMany(Files)) Try(() => Write(new Manifest(ManifestText.Read(File.ReadAllText(file)))), file);
    }

    /// <summary>Answers for the objects.</summary>
    protected override void EndProcessing()
    {
        if (_piped.Count > 0) Try(() => Write(new Manifest(_piped)), null);
    }

    /// <summary>Writes what is to be said of one pod.</summary>
    private protected abstract void Write(OfflineTranslation translation);

    private void Write(Manifest manifest)
    {
        var any = false;
        foreach (var translation in OfflineTranslation.Of(manifest, OfflineTranslation.Settings(Location)))
        {
            any = true;
            Write(translation);
        }
        if (!any) throw new ManifestException("there is no pod in it, and nothing that makes pods");
    }

    private static IEnumerable<JsonObject> Documents(PSObject input) => input.BaseObject switch
    {
        FileInfo file => ManifestText.Read(File.ReadAllText(file.FullName)),
        string text => ManifestText.Read(text),
        _ => [ObjectJson.Of(input) as JsonObject ?? throw new ManifestException("it is no object")],
    };

    private System.Collections.ObjectModel.Collection<string> Files(string path)
    {
        try
        {
            return GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            WriteError(ErrorTranslator.ToErrorRecord(new FrankenetesException(ErrorCatalog.InvalidManifest, $"There is no file '{path}'.", path), path));
            return [];
        }
    }

    private void Try(Action work, string? target)
    {
        try
        {
            work();
        }
        catch (Exception wrong) when (wrong is ManifestException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            var failure = new FrankenetesException(ErrorCatalog.InvalidManifest, $"{(target is null ? "The input" : $"'{target}'")} cannot be used: {wrong.Message.TrimEnd('.')}.", target, wrong);
            WriteError(ErrorTranslator.ToErrorRecord(failure, target));
        }
    }
}
