using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>
/// Asks one registry for documents of one repository: HTTPS, plain HTTP on the machine's own loopback addresses alone, as Docker has it. It signs in when it is asked to, and
/// sends user and password to nobody but the registry and the token server that the registry names over HTTPS.
/// </summary>
internal sealed class RegistryConnection(HttpClient http, string registry, string repository, RegistryLogin? login) : IImageSource
{
    // A manifest is some kilobytes; what is larger is no manifest.
    private const int MostBytes = 8 * 1024 * 1024;

    private static readonly string[] _manifestTypes =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    private AuthenticationHeaderValue? _authorization;

    public Task<byte[]> ManifestAsync(string reference, CancellationToken cancellationToken) => ReadAsync($"manifests/{reference}", _manifestTypes, cancellationToken);

    public Task<byte[]> BlobAsync(string digest, CancellationToken cancellationToken) => ReadAsync($"blobs/{digest}", ["*/*"], cancellationToken);

    private async Task<byte[]> ReadAsync(string path, string[] types, CancellationToken cancellationToken)
    {
        var address = new Uri(Root(registry), $"v2/{repository}/{path}");
        var answer = await SendAsync(address, types, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.Unauthorized && _authorization is null)
        {
            _authorization = await SignInAsync(answer, cancellationToken).ConfigureAwait(false);
            answer.Dispose();
            answer = await SendAsync(address, types, cancellationToken).ConfigureAwait(false);
        }
        using (answer)
        {
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await BoundedAsync(answer, cancellationToken).ConfigureAwait(false),
                HttpStatusCode.NotFound => throw new RegistryException($"the registry {registry} has no {repository} of that tag or digest"),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new RegistryException(
                    login is null ? $"the registry {registry} wants a sign-in for {repository}, and none of the pod's imagePullSecrets is for it" : $"the registry {registry} refuses the pod's imagePullSecret for {repository}"),
                var status => throw new RegistryException($"the registry {registry} answered status {(int)status}"),
            };
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, string[] types, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var type in types) request.Headers.Accept.ParseAdd(type);
        // HttpClient leaves it out where a registry redirects to somebody else's storage.
        request.Headers.Authorization = _authorization;
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AuthenticationHeaderValue?> SignInAsync(HttpResponseMessage refusal, CancellationToken cancellationToken)
    {
        var challenge = RegistryChallenge.Choose(refusal.Headers.WwwAuthenticate);
        if (challenge is null) return null;
        if (challenge.IsBearer) return new AuthenticationHeaderValue("Bearer", await TokenAsync(challenge, cancellationToken).ConfigureAwait(false));
        return login is null ? null : new AuthenticationHeaderValue("Basic", login.Basic);
    }

    private async Task<string> TokenAsync(RegistryChallenge challenge, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(challenge.Parameters["realm"], UriKind.Absolute, out var realm) || !(realm.Scheme == "https" || (realm.Scheme == "http" && realm.IsLoopback && Root(registry).IsLoopback)))
            throw new RegistryException($"the registry {registry} names a token server that is not to be trusted with a password");
        var query = string.Join('&', new[] { ("service", challenge.Parameters.GetValueOrDefault("service")), ("scope", challenge.Parameters.GetValueOrDefault("scope") ?? $"repository:{repository}:pull") }
            .Where(pair => pair.Item2 is not null).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = string.Join('&', new[] { realm.Query.TrimStart('?'), query }.Where(part => part.Length > 0)) }.Uri);
        if (login is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", login.Basic);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode) throw new RegistryException($"the token server of the registry {registry} answered status {(int)answer.StatusCode}");
        var token = JsonSerializer.Deserialize(await BoundedAsync(answer, cancellationToken).ConfigureAwait(false), RegistryJson.Default.RegistryToken);
        return token?.Token ?? token?.AccessToken ?? throw new RegistryException($"the token server of the registry {registry} gave no token");
    }

    private async Task<byte[]> BoundedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var (all, buffer) = (new MemoryStream(), new byte[16 * 1024]);
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            all.Write(buffer, 0, count);
            if (all.Length > MostBytes) throw new RegistryException($"the registry {registry} answers with more than any image's description has");
        }
        return all.ToArray();
    }

    private static Uri Root(string registry)
    {
        var host = registry == "docker.io" ? "registry-1.docker.io" : registry;
        if (!Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var root) || root.PathAndQuery != "/" || root.UserInfo.Length > 0)
            throw new RegistryException($"{registry} is no registry's name");
        return root.IsLoopback ? new UriBuilder(root) { Scheme = "http", Port = root.IsDefaultPort ? 80 : root.Port }.Uri : root;
    }
}
