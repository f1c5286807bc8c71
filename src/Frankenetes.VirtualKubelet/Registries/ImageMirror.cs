using System.Net;
using System.Net.Http.Headers;
using Azure.Core;
using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Images;

namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>A mirror that is asked before an image's own registry, with Azure's token and the registry's name in <c>ns</c>, as containerd asks its mirrors.</summary>
/// <param name="http">Trusts the mirror.</param>
/// <param name="root">What <c>v2/</c> comes behind.</param>
/// <param name="credential">Whose tokens the mirror takes.</param>
/// <param name="audience">What the tokens are for.</param>
internal sealed class ImageMirror(HttpClient http, Uri root, TokenCredential credential, Uri audience)
{
    /// <summary>What the mirror knows; null where it has no such image or does not answer: then the registry is the one to ask.</summary>
    public async Task<ImageConfiguration?> OfAsync(ImageName name, Func<IImageSource, Task<ImageConfiguration>> read, CancellationToken cancellationToken)
    {
        try
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([new Uri(audience, ".default").AbsoluteUri]), cancellationToken).ConfigureAwait(false);
            return await read(new Source(http, new Uri(root, $"v2/{name.Repository}/"), name.Registry, token.Token)).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private sealed class Source(HttpClient http, Uri repository, string registry, string token) : IImageSource
    {
        public Task<byte[]> ManifestAsync(string reference, CancellationToken cancellationToken) => ReadAsync($"manifests/{reference}", cancellationToken);

        public Task<byte[]> BlobAsync(string digest, CancellationToken cancellationToken) => ReadAsync($"blobs/{digest}", cancellationToken);

        private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(repository, $"{path}?ns={Uri.EscapeDataString(registry)}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException("The mirror does not have it.", null, answer.StatusCode);
            return await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
