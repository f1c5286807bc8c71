using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Manifests;
using Frankenetes.PodTranslation.Manifests;

namespace Frankenetes.Module.Commands;

/// <summary>Says what Azure Container Instances would refuse, round or ignore of the pods in a manifest, before anything is created. Asks nobody.</summary>
/// <example><code>Test-FrankenetesPod pod.yaml</code>Tests the pods of a manifest without any cluster.</example>
/// <example><code>kubectl get pod web -o json | ConvertFrom-Json | Test-FrankenetesPod | ForEach-Object Findings</code>Shows what would become of a pod that runs elsewhere.</example>
[Cmdlet(VerbsDiagnostic.Test, "FrankenetesPod", DefaultParameterSetName = FromFile)]
[OutputType(typeof(FrankenetesPodTest))]
public sealed class TestFrankenetesPodCommand : ManifestCommand
{
    /// <inheritdoc/>
    private protected override void Write(OfflineTranslation translation) => WriteObject(new FrankenetesPodTest
    {
        Source = translation.Source,
        Namespace = translation.Pod.Metadata.NamespaceProperty,
        Accepted = translation.Refusals.Count == 0,
        Findings =
        [
            .. translation.Refusals.Select(refusal => new FrankenetesPodFinding { Kind = "Refused", Field = refusal.Field, Message = refusal.Reason }),
            .. translation.Notes.Select(note => new FrankenetesPodFinding { Kind = note.Kind.ToString(), Field = note.Field, Message = note.Message }),
        ],
    });
}
