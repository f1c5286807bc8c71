using Frankenetes.KubernetesApi.Connection;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.KubeletApi.Access;

/// <summary>Whether a caller may do something here: the API server decides, by SubjectAccessReview. Lives of the answers: the kubelet's own.</summary>
internal sealed class NodeAuthorization(ApiServer server, string nodeName, TimeProvider time)
{
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Denied = TimeSpan.FromSeconds(30);

    private readonly TimedCache<string, bool> _seen = new(time, 1000);

    public async Task<bool> AllowsAsync(Caller caller, NodeRequest request, CancellationToken cancellationToken)
    {
        var key = string.Join('\n', [request.Verb, request.Subresource, caller.Name, caller.Uid ?? "", .. caller.Groups, .. (caller.Extra ?? Nothing).Select(extra => $"{extra.Key}\t{string.Join('\t', extra.Value)}")]);
        if (_seen.TryGet(key, out var seen)) return seen;
        var review = Review(caller, request);
        var answer = await server.CreateAsync("apis/authorization.k8s.io/v1/subjectaccessreviews", review, cancellationToken).ConfigureAwait(false);
        var allowed = answer.Status is { Allowed: true, Denied: not true };
        _seen.Set(key, allowed, allowed ? Allowed : Denied);
        return allowed;
    }

    private static Dictionary<string, IReadOnlyList<string>> Nothing { get; } = [];

    private V1SubjectAccessReview Review(Caller caller, NodeRequest request) => new()
    {
        ApiVersion = "authorization.k8s.io/v1",
        Kind = "SubjectAccessReview",
        Metadata = new(),
        Spec = new()
        {
            User = caller.Name,
            Uid = caller.Uid,
            Groups = [.. caller.Groups],
            Extra = caller.Extra?.ToDictionary(extra => extra.Key, extra => (IList<string>)[.. extra.Value]),
            ResourceAttributes = new() { Verb = request.Verb, Version = "v1", Resource = "nodes", Subresource = request.Subresource, Name = nodeName },
        },
    };
}
