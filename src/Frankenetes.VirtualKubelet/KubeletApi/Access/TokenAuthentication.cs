using System.Security.Cryptography;
using System.Text;
using Frankenetes.KubernetesApi.Connection;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.KubeletApi.Access;

/// <summary>Callers with a bearer token, which the API server knows. Tokens are kept as hashes alone. Lives of the answers: the kubelet's own.</summary>
internal sealed class TokenAuthentication(ApiServer server, TimeProvider time) : IDisposable
{
    private const int MostAtATime = 8;
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(10);

    private readonly TimedCache<string, Caller?> _seen = new(time, 1000);
    private readonly SemaphoreSlim _asking = new(MostAtATime, MostAtATime);

    /// <summary>Null where the token is nobody's.</summary>
    public async Task<Caller?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_seen.TryGet(key, out var seen)) return seen;
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var caller = await ReviewAsync(token, cancellationToken).ConfigureAwait(false);
            _seen.Set(key, caller, caller is null ? Unknown : Known);
            return caller;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<Caller?> ReviewAsync(string token, CancellationToken cancellationToken)
    {
        var review = new V1TokenReview { ApiVersion = "authentication.k8s.io/v1", Kind = "TokenReview", Metadata = new(), Spec = new() { Token = token } };
        var answer = await server.CreateAsync("apis/authentication.k8s.io/v1/tokenreviews", review, cancellationToken).ConfigureAwait(false);
        if (answer.Status is not { Authenticated: true, User: { Username: { Length: > 0 } name } user }) return null;
        return new Caller(name, user.Uid, [.. user.Groups ?? []], user.Extra?.ToDictionary(extra => extra.Key, extra => (IReadOnlyList<string>)[.. extra.Value]));
    }
}
