using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>Annotations that contradict each other or the pod.</summary>
internal static class AddressChecks
{
    public static IEnumerable<Refusal> Find(V1PodSpec spec, PodAnnotations annotations)
    {
        var hasPorts = spec.Containers.Any(container => container.Ports is { Count: > 0 });
        var isPublic = annotations.IsOn(PodAnnotations.PublicAddress, otherwise: hasPorts);
        if (isPublic && !hasPorts) yield return new(PodAnnotations.At(PodAnnotations.PublicAddress), "an address needs at least one containerPort");
        if (annotations[PodAnnotations.DnsNameLabel] is not null && !isPublic) yield return new(PodAnnotations.At(PodAnnotations.DnsNameLabel), "a DNS label needs a public address, and that at least one containerPort");
        if (annotations[PodAnnotations.DnsNameLabelReuse] is not null && annotations[PodAnnotations.DnsNameLabel] is null)
            yield return new(PodAnnotations.At(PodAnnotations.DnsNameLabelReuse), $"means nothing without {PodAnnotations.DnsNameLabel}");
        if (annotations[PodAnnotations.ConfidentialPolicy] is not null && annotations[PodAnnotations.Sku] != "Confidential")
            yield return new(PodAnnotations.At(PodAnnotations.ConfidentialPolicy), $"needs {PodAnnotations.Sku}: Confidential");
    }
}
