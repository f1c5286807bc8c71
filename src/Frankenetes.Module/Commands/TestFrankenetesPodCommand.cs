using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Manifests;
using Frankenetes.PodTranslation.Manifests;

namespace Frankenetes.Module.Commands;

/// <summary>Says what Azure Container Instances would refuse, round or ignore of the pods in a manifest, before anything is created. Asks nobody.</summary>
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
