using System.Text;
using System.Text.Json;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Images;

/// <summary>The pod's imagePullSecrets (admission put those of its service account among them) as ACI's registry credentials.</summary>
internal static class RegistryCredentials
{
    /// <summary>One for each registry: the identity's where there is one (it is for Azure's own registries), else the first secret's; absent secrets are passed over, as kubelets do: the image may be public.</summary>
    public static List<ContainerGroupImageRegistryCredential> Of(V1PodSpec spec, PodInputs inputs, string? identity)
    {
        var found = new Dictionary<string, ContainerGroupImageRegistryCredential>(StringComparer.OrdinalIgnoreCase);
        foreach (var registry in identity is null ? [] : Images(spec).Select(image => image.Registry).Where(registry => registry.Contains(".azurecr.", StringComparison.OrdinalIgnoreCase)))
            found.TryAdd(registry, new ContainerGroupImageRegistryCredential(registry) { Identity = identity });
        foreach (var reference in spec.ImagePullSecrets ?? [])
        {
            if (!inputs.Secrets.TryGetValue(reference.Name ?? "", out var secret)) continue;
            foreach (var (server, entry) in Entries(reference.Name!, secret)) found.TryAdd(Server(server), Credential(Server(server), entry));
        }
        return [.. found.Values];
    }

    private static IEnumerable<ImageName> Images(V1PodSpec spec) => spec.Containers.Concat(spec.InitContainers ?? []).Select(container => ImageName.Parse(container.Image));

    private static Dictionary<string, RegistryEntry> Entries(string name, V1Secret secret)
    {
        try
        {
            if (secret.Data?.TryGetValue(".dockerconfigjson", out var current) == true)
                return JsonSerializer.Deserialize(current, RegistryJson.Default.RegistryConfiguration)?.Auths ?? [];
            if (secret.Data?.TryGetValue(".dockercfg", out var old) == true)
                return JsonSerializer.Deserialize(old, RegistryJson.Default.DictionaryStringRegistryEntry) ?? [];
            return [];
        }
        catch (JsonException)
        {
            // Not the parser's words: they may quote the secret.
            throw new MissingInputException($"Secret {name} of imagePullSecrets holds no valid Docker configuration");
        }
    }

    private static ContainerGroupImageRegistryCredential Credential(string server, RegistryEntry entry)
    {
        var (user, password) = (entry.Username, entry.Password);
        if (string.IsNullOrEmpty(user) && entry.Auth is { Length: > 0 } encoded)
        {
            var buffer = new byte[encoded.Length];
            var both = Convert.TryFromBase64String(encoded, buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : "";
            if (both.Split(':', 2) is [var first, var second]) (user, password) = (first, second);
        }
        return new ContainerGroupImageRegistryCredential(server) { Username = user, Password = password };
    }

    // ACI wants a host name; Docker's own registry stands in such files as an address with a path.
    private static string Server(string key)
    {
        var start = key.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var end = key.IndexOf('/', start);
        return end < 0 ? key[start..] : key[start..end];
    }
}
