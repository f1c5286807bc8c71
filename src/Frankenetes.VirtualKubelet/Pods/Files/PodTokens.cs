using System.Collections.Concurrent;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.PodTranslation;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods.Files;

/// <summary>Tokens of pods' service accounts, bound to the pod: asked for once, and again when 80 % of a token's life are over.</summary>
internal sealed class PodTokens(ApiServer server, TimeProvider time)
{
    // What a kubelet asks for where the pod says nothing.
    private const long DefaultSeconds = 3600;

    private readonly ConcurrentDictionary<(string Uid, TokenPlace Place), ServiceAccountToken> _tokens = new();

    /// <param name="pod">The pod.</param>
    /// <param name="places">What it wants tokens for.</param>
    /// <param name="fresh">An instance begins with them.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<Dictionary<TokenPlace, string>> ReadAsync(V1Pod pod, IEnumerable<TokenPlace> places, bool fresh, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TokenPlace, string>();
        foreach (var place in places)
        {
            if (!_tokens.TryGetValue((pod.Metadata.Uid, place), out var token) || (fresh ? token.FreshUntil : token.RenewAt) <= time.GetUtcNow())
                _tokens[(pod.Metadata.Uid, place)] = token = await RequestAsync(pod, place, cancellationToken).ConfigureAwait(false);
            found[place] = token.Value;
        }
        return found;
    }

    /// <summary>When the first of the pod's tokens is to be renewed; null: it has none.</summary>
    public DateTimeOffset? NextOf(string uid) => _tokens.Where(pair => pair.Key.Uid == uid).Select(pair => (DateTimeOffset?)pair.Value.RenewAt).Min();

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid)
    {
        foreach (var key in _tokens.Keys.Where(key => key.Uid == uid)) _tokens.TryRemove(key, out _);
    }

    private async Task<ServiceAccountToken> RequestAsync(V1Pod pod, TokenPlace place, CancellationToken cancellationToken)
    {
        var account = string.IsNullOrEmpty(pod.Spec.ServiceAccountName) ? "default" : pod.Spec.ServiceAccountName;
        var request = new Authenticationv1TokenRequest
        {
            ApiVersion = "authentication.k8s.io/v1",
            Kind = "TokenRequest",
            Spec = new V1TokenRequestSpec
            {
                Audiences = string.IsNullOrEmpty(place.Audience) ? [] : [place.Audience],
                ExpirationSeconds = place.ExpirationSeconds ?? DefaultSeconds,
                BoundObjectRef = new V1BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var now = time.GetUtcNow();
        var answer = await server.CreateAsync($"api/v1/namespaces/{pod.Metadata.NamespaceProperty}/serviceaccounts/{account}/token", request, cancellationToken).ConfigureAwait(false);
        // Always told; who does not is believed to have granted what was asked for.
        var expires = answer.Status.ExpirationTimestamp is { } told ? new DateTimeOffset(told.ToUniversalTime()) : now.AddSeconds(place.ExpirationSeconds ?? DefaultSeconds);
        return ServiceAccountToken.Of(answer.Status.Token, now, expires);
    }
}
