using Frankenetes.KubernetesApi.Connection;
using Frankenetes.PodTranslation;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Reads what a pod names: a node may read the ConfigMaps and Secrets of its own pods and ask for their service accounts' tokens.</summary>
internal sealed class PodInputReader(ApiServer server)
{
    // What a kubelet asks for where the pod says nothing.
    private const long DefaultTokenSeconds = 3600;

    public async Task<PodInputs> ReadAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var references = PodReferences.Of(pod);
        var space = $"api/v1/namespaces/{pod.Metadata.NamespaceProperty}";
        var maps = ReadAsync<V1ConfigMap>($"{space}/configmaps", references.ConfigMaps, cancellationToken);
        var secrets = ReadAsync<V1Secret>($"{space}/secrets", references.Secrets, cancellationToken);
        var tokens = new Dictionary<TokenPlace, string>();
        foreach (var place in references.Tokens) tokens[place] = await RequestAsync(pod, space, place, cancellationToken).ConfigureAwait(false);
        return new PodInputs
        {
            ConfigMaps = await maps.ConfigureAwait(false),
            Secrets = await secrets.ConfigureAwait(false),
            Tokens = tokens,
        };
    }

    private async Task<Dictionary<string, T>> ReadAsync<T>(string path, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
        where T : class, IMetadata<V1ObjectMeta>
    {
        var found = await Task.WhenAll(names.Select(name => server.FindAsync<T>($"{path}/{name}", cancellationToken))).ConfigureAwait(false);
        return found.OfType<T>().ToDictionary(item => item.Metadata.Name);
    }

    private async Task<string> RequestAsync(V1Pod pod, string space, TokenPlace place, CancellationToken cancellationToken)
    {
        var account = string.IsNullOrEmpty(pod.Spec.ServiceAccountName) ? "default" : pod.Spec.ServiceAccountName;
        var request = new Authenticationv1TokenRequest
        {
            ApiVersion = "authentication.k8s.io/v1",
            Kind = "TokenRequest",
            Spec = new V1TokenRequestSpec
            {
                Audiences = string.IsNullOrEmpty(place.Audience) ? [] : [place.Audience],
                ExpirationSeconds = place.ExpirationSeconds ?? DefaultTokenSeconds,
                BoundObjectRef = new V1BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var answer = await server.CreateAsync($"{space}/serviceaccounts/{account}/token", request, cancellationToken).ConfigureAwait(false);
        return answer.Status.Token;
    }
}
