using System.Net;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Images;
using Frankenetes.PodTranslation.Volumes;
using Frankenetes.VirtualKubelet.Pods.Files;
using Frankenetes.VirtualKubelet.Registries;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>
/// Reads what a pod names: a node may read the ConfigMaps, Secrets, claims and volumes of its own pods, all Services, and ask for its pods' tokens. How an image is run its registry is asked, with the
/// pod's own pull secrets.
/// </summary>
internal sealed class PodInputReader(ApiServer server, ImageConfigurations images, NamespaceServices services, PodTokens tokens)
{
    /// <exception cref="MissingInputException">A Secret that an annotation names may not be read by this node.</exception>
    public async Task<PodInputs> ReadAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var references = PodReferences.Of(pod);
        var space = Space(pod.Metadata.NamespaceProperty);
        var maps = FindAsync<V1ConfigMap>($"{space}/configmaps", references.ConfigMaps, cancellationToken);
        var secrets = SecretsAsync(pod, space, references.Secrets, cancellationToken);
        var claims = ClaimsAsync(space, references.Claims, cancellationToken);
        var links = references.Services ? services.ReadAsync(pod.Metadata.NamespaceProperty, cancellationToken) : Task.FromResult<IReadOnlyList<V1Service>>([]);
        var granted = await tokens.ReadAsync(pod, references.Tokens, fresh: true, cancellationToken).ConfigureAwait(false);
        var inputs = new PodInputs
        {
            ConfigMaps = await maps.ConfigureAwait(false),
            Secrets = await secrets.ConfigureAwait(false),
            Claims = await claims.ConfigureAwait(false),
            Services = await links.ConfigureAwait(false),
            Tokens = granted,
        };
        inputs = inputs with { Secrets = await AddAsync(pod, inputs, cancellationToken).ConfigureAwait(false) };
        return inputs with { Images = await ImagesAsync(pod.Spec, references.Images, inputs, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Only what the files of its volumes come from.</summary>
    public async Task<PodInputs> ReadFilesAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var references = PodReferences.OfFiles(pod);
        var space = Space(pod.Metadata.NamespaceProperty);
        var maps = FindAsync<V1ConfigMap>($"{space}/configmaps", references.ConfigMaps, cancellationToken);
        var secrets = FindAsync<V1Secret>($"{space}/secrets", references.Secrets, cancellationToken);
        return new PodInputs
        {
            Tokens = await tokens.ReadAsync(pod, references.Tokens, fresh: false, cancellationToken).ConfigureAwait(false),
            ConfigMaps = await maps.ConfigureAwait(false),
            Secrets = await secrets.ConfigureAwait(false),
        };
    }

    /// <summary>The objects that the files of its volumes come from.</summary>
    public static HashSet<WatchedPlace> FilePlaces(V1Pod pod)
    {
        var (references, space) = (PodReferences.OfFiles(pod), pod.Metadata.NamespaceProperty);
        return [.. references.ConfigMaps.Select(name => new WatchedPlace(WatchedPlace.ConfigMaps, space, name)), .. references.Secrets.Select(name => new WatchedPlace(WatchedPlace.Secrets, space, name))];
    }

    private static string Space(string name) => $"api/v1/namespaces/{name}";

    private async Task<Dictionary<string, V1Secret>> SecretsAsync(V1Pod pod, string space, HashSet<string> names, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync<V1Secret>($"{space}/secrets", names, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerException refused) when (refused.Status == HttpStatusCode.Forbidden && PodAnnotations.Of(pod)[PodAnnotations.LogAnalytics] is { } name)
        {
            throw new MissingInputException($"a node may read the Secrets that a pod's spec names and no others; name {name} there too, as an imagePullSecret or an optional volume");
        }
    }

    private async Task<Dictionary<string, T>> FindAsync<T>(string path, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
        where T : class, IMetadata<V1ObjectMeta>
    {
        var found = await Task.WhenAll(names.Select(name => server.FindAsync<T>($"{path}/{name}", cancellationToken))).ConfigureAwait(false);
        return found.OfType<T>().ToDictionary(item => item.Metadata.Name);
    }

    // Claims that are not bound are left out: the pod waits for them.
    private async Task<Dictionary<string, V1PersistentVolume>> ClaimsAsync(string space, HashSet<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, V1PersistentVolume>();
        foreach (var (name, claim) in await FindAsync<V1PersistentVolumeClaim>($"{space}/persistentvolumeclaims", names, cancellationToken).ConfigureAwait(false))
        {
            if (claim is { Status.Phase: "Bound", Spec.VolumeName: { Length: > 0 } volume } && await server.FindAsync<V1PersistentVolume>($"api/v1/persistentvolumes/{volume}", cancellationToken).ConfigureAwait(false) is { } bound)
                found[name] = bound;
        }
        return found;
    }

    // The Secrets that bound volumes name, which may be in other namespaces.
    private async Task<IReadOnlyDictionary<string, V1Secret>> AddAsync(V1Pod pod, PodInputs inputs, CancellationToken cancellationToken)
    {
        if (inputs.Claims.Count == 0) return inputs.Secrets;
        var (own, all) = (pod.Metadata.NamespaceProperty, new Dictionary<string, V1Secret>(inputs.Secrets));
        foreach (var name in inputs.Claims.Values.Select(volume => Shares.SecretOf(volume, own)).OfType<string>().Where(name => !all.ContainsKey(name)).Distinct().ToList())
        {
            var (space, secret) = name.Split('/') is [var other, var rest] ? (other, rest) : (own, name);
            if (await server.FindAsync<V1Secret>($"{Space(space)}/secrets/{secret}", cancellationToken).ConfigureAwait(false) is { } found) all[name] = found;
        }
        return all;
    }

    private async Task<Dictionary<string, ImageAnswer>> ImagesAsync(V1PodSpec spec, HashSet<string> names, PodInputs inputs, CancellationToken cancellationToken)
    {
        if (names.Count == 0) return [];
        var credentials = RegistryCredentials.Of(spec, inputs, null);
        var answers = await Task.WhenAll(names.Select(async name =>
        {
            var image = ImageName.Parse(name);
            var credential = credentials.Find(one => image.IsIn(one.Server));
            var login = credential is { Username: { Length: > 0 } user } ? new RegistryLogin(user, credential.Password ?? "") : null;
            return (name, answer: await images.ReadAsync(name, login, cancellationToken).ConfigureAwait(false));
        })).ConfigureAwait(false);
        return answers.ToDictionary(one => one.name, one => one.answer);
    }
}
