using Microsoft.AspNetCore.Http;

namespace Frankenetes.VirtualKubelet.KubeletApi.Access;

/// <summary>A request as the authorizer sees it: a verb on a subresource of the node. Source: Kubernetes, pkg/kubelet/server/auth.go.</summary>
internal readonly record struct NodeRequest(string Verb, string Subresource)
{
    public static NodeRequest Of(HttpRequest request) => new(VerbOf(request.Method), SubresourceOf(request.Path.Value ?? ""));

    private static string VerbOf(string method) => method switch
    {
        "POST" => "create",
        "GET" or "HEAD" => "get",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "",
    };

    private static string SubresourceOf(string path)
    {
        foreach (var (begin, name) in new[] { ("/stats", "stats"), ("/metrics", "metrics"), ("/logs", "log"), ("/spec", "spec") })
            if (path == begin || path.StartsWith(begin + "/", StringComparison.Ordinal)) return name;
        return "proxy";
    }
}
