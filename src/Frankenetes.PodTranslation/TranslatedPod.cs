using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.PodTranslation;

/// <summary>What a pod became.</summary>
/// <param name="Group">The body of the PUT.</param>
/// <param name="Notes">What differs from the pod's own words, in the order of its fields.</param>
internal sealed record TranslatedPod(ContainerGroupData Group, IReadOnlyList<TranslationNote> Notes);
