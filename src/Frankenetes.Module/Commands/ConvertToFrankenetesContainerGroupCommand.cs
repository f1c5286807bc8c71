using System.Management.Automation;
using Frankenetes.ContainerInstances.Serialization;
using Frankenetes.Contracts;
using Frankenetes.Module.Manifests;
using Frankenetes.Module.Pipeline;
using Frankenetes.PodTranslation.Manifests;

namespace Frankenetes.Module.Commands;

/// <summary>
/// Writes the container group that a pod becomes, as JSON: the body of the request to Azure. What only a cluster knows stands in angle brackets; what the manifest's own Secrets hold is in the text.
/// </summary>
/// <example><code>ConvertTo-FrankenetesContainerGroup pod.yaml</code>Shows the body of the request that would make the pod.</example>
/// <example><code>ConvertTo-FrankenetesContainerGroup pod.yaml | ConvertFrom-Json | ForEach-Object { $_.properties.containers }</code>Shows the containers that Azure would run.</example>
[Cmdlet(VerbsData.ConvertTo, "FrankenetesContainerGroup", DefaultParameterSetName = FromFile)]
[OutputType(typeof(string))]
public sealed class ConvertToFrankenetesContainerGroupCommand : ManifestCommand
{
    /// <inheritdoc/>
    private protected override void Write(OfflineTranslation translation)
    {
        if (translation.Translated is { } pod)
            WriteObject(ContainerGroupJson.Write(pod.Group));
        else
            WriteError(ErrorTranslator.ToErrorRecord(
                new FrankenetesException(ErrorCatalog.PodRefused, $"{translation.Source} cannot be a container group: {string.Join("; ", translation.Refusals)}.", translation.Source), translation.Source));
    }
}
