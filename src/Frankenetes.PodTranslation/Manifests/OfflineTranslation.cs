using k8s.Models;

namespace Frankenetes.PodTranslation.Manifests;

/// <summary>What would become of a pod, asked before there is one: nothing is read but what is given, nothing is sent.</summary>
/// <param name="Source">Where the pod comes from, for example <c>Deployment/web</c>.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Translated">Null: it is refused.</param>
/// <param name="Refusals">Empty: it is not.</param>
/// <param name="Notes">What differs from the pod's words, what is filled in, and what is only known later.</param>
internal sealed record OfflineTranslation(string Source, V1Pod Pod, TranslatedPod? Translated, IReadOnlyList<Refusal> Refusals, IReadOnlyList<TranslationNote> Notes)
{
    /// <exception cref="ManifestException">A pod in it cannot be read.</exception>
    public static IEnumerable<OfflineTranslation> Of(Manifest manifest, TranslationSettings settings) => manifest.Pods().Select(one => Of(one.Source, one.Pod, manifest, settings));

    /// <summary>Where a cluster is not asked: its own values stand in angle brackets.</summary>
    public static TranslationSettings Settings(string location) => new()
    {
        Cluster = "<cluster>",
        ClusterId = "<cluster id>",
        NodeName = "<node>",
        Location = location,
        ApiServerHost = "<API server>",
        HostAddress = "<node's address>",
        PodAgent = new PodAgentSource("<small image>", "<data account>", "<key of the data account>", "<share of the pod agent>"),
    };

    private static OfflineTranslation Of(string source, V1Pod pod, Manifest manifest, TranslationSettings settings)
    {
        IReadOnlyList<TranslationNote> assumed = [];
        try
        {
            // What the pod names can only be looked for once its own form is sound.
            if (PodChecks.Find(pod, PodAnnotations.Of(pod), settings, new PodTranslator(settings).HasAgent(pod)) is { Count: > 0 } wrong) throw new RefusedPodException(wrong);
            (var inputs, assumed) = AssumedInputs.For(pod, manifest.Inputs(pod.Metadata.NamespaceProperty));
            var translated = new PodTranslator(settings).Translate(pod, inputs);
            return new(source, pod, translated, [], [.. translated.Notes, .. assumed]);
        }
        catch (RefusedPodException refused)
        {
            return new(source, pod, null, refused.Refusals, assumed);
        }
        catch (MissingInputException missing)
        {
            return new(source, pod, null, [new Refusal("spec", missing.Message)], assumed);
        }
    }
}
