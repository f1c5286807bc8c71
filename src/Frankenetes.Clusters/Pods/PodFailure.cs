using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>The catalogue's entry for what an API server refuses about pods.</summary>
internal static class PodFailure
{
    public static FrankenetesException Of(ApiServerRefusal refusal, string target) => (refusal.Status, refusal.Kind) switch
    {
        (404, "namespaces") => new FrankenetesException(ErrorCatalog.NamespaceNotFound, $"There is no namespace '{target.Split('/')[0]}'.", target, refusal),
        (409, _) when refusal.Reason == "AlreadyExists" => new FrankenetesException(ErrorCatalog.PodExists, $"Pod '{target}' exists.", target, refusal),
        (400 or 422, _) => new FrankenetesException(ErrorCatalog.PodInvalid, Sentence(refusal.Message), target, refusal),
        _ => refusal.ToFailure(ErrorCatalog.ApiServerRefused, target),
    };

    /// <summary>Kubernetes' messages begin small and end without a full stop.</summary>
    public static string Sentence(string message)
    {
        var text = message.Trim();
        if (text.Length == 0)
            return "The API server gave no reason.";
        return char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '!' or '?' ? "" : ".");
    }
}
