using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi.Access;

/// <summary>Who gets in, with the real API server's opinion of it.</summary>
[Collection(nameof(NodeUnderTest))]
public class KubeletGateTests(NodeUnderTest node)
{
    [Fact]
    public async Task Who_shows_nothing_is_unauthorized()
    {
        foreach (var path in new[] { "pods", "healthz", "exec/default/web/main?command=id&output=1", "nowhere" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(path, null, null)).StatusCode);
    }

    [Fact]
    public async Task The_API_servers_client_and_administrators_get_in()
    {
        Assert.Equal("ok\n", await (await GetAsync("healthz", "kubelet-client", null)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("pods", "admin", null)).StatusCode);
    }

    [Fact]
    public async Task The_right_name_of_another_authority_is_unauthorized()
    {
        var folder = Directory.CreateTempSubdirectory("frankenetes-pki-").FullName;
        using var other = new TestPki(folder);
        other.Issue("kubelet-client", "O=system:masters, CN=kube-apiserver-kubelet-client");
        using var certificate = X509Certificate2.CreateFromPemFile(other.Certificate("kubelet-client"), other.Key("kubelet-client"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("pods", certificate, null)).StatusCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Everybody_else_may_what_the_cluster_allows()
    {
        node.Server.Pki.Issue("watcher", "O=watchers, CN=watcher");
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("stats/summary", "watcher", null)).StatusCode);
        node.Server.Pki.Issue("reader", "O=readers, CN=reader");
        await AllowAsync("readers", new Rbacv1Subject { ApiGroup = "rbac.authorization.k8s.io", Kind = "Group", Name = "readers" });
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("stats/summary", "reader", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("pods", "reader", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("stats-not", "reader", null)).StatusCode);
    }

    [Fact]
    public async Task Bearer_tokens_are_reviewed_by_the_API_server()
    {
        await node.Admin.CreateAsync("api/v1/namespaces/default/serviceaccounts", new V1ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = new() { Name = "scraper" } }, CancellationToken.None);
        await AllowAsync("scraper", new Rbacv1Subject { Kind = "ServiceAccount", Name = "scraper", NamespaceProperty = "default" });
        var request = JsonNode.Parse("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["https://kubernetes.default.svc"],"expirationSeconds":600}}""")!;
        var answer = await node.Admin.CreateAsync<Authenticationv1TokenRequest>("api/v1/namespaces/default/serviceaccounts/scraper/token", request, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("stats/summary", null, answer.Status.Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("pods", null, answer.Status.Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("stats/summary", null, answer.Status.Token[..^4] + "AAAA")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("stats/summary", null, "nonsense")).StatusCode);
    }

    private async Task AllowAsync(string name, Rbacv1Subject subject)
    {
        const string rules = "apis/rbac.authorization.k8s.io/v1";
        var role = new V1ClusterRole
        {
            ApiVersion = "rbac.authorization.k8s.io/v1", Kind = "ClusterRole", Metadata = new() { Name = name },
            Rules = [new() { ApiGroups = [""], Resources = ["nodes/stats"], Verbs = ["get"] }],
        };
        await node.Admin.CreateAsync($"{rules}/clusterroles", role, CancellationToken.None);
        var binding = new V1ClusterRoleBinding
        {
            ApiVersion = "rbac.authorization.k8s.io/v1", Kind = "ClusterRoleBinding", Metadata = new() { Name = name }, Subjects = [subject],
            RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = name },
        };
        await node.Admin.CreateAsync($"{rules}/clusterrolebindings", binding, CancellationToken.None);
        await Waiting.UntilAsync(async () => (await node.Admin.CreateAsync("apis/authorization.k8s.io/v1/subjectaccessreviews", Review(subject), CancellationToken.None)).Status.Allowed, "the authorizer has read the role");
    }

    private static V1SubjectAccessReview Review(Rbacv1Subject subject) => new()
    {
        ApiVersion = "authorization.k8s.io/v1", Kind = "SubjectAccessReview", Metadata = new(),
        Spec = new()
        {
            User = $"system:serviceaccount:{subject.NamespaceProperty}:{subject.Name}", Groups = [subject.Name],
            ResourceAttributes = new() { Verb = "get", Version = "v1", Resource = "nodes", Subresource = "stats" },
        },
    };

    private async Task<HttpResponseMessage> GetAsync(string path, string? certificate, string? token)
    {
        if (certificate is null) return await SendAsync(path, null, token);
        using var shown = X509Certificate2.CreateFromPemFile(node.Server.Pki.Certificate(certificate), node.Server.Pki.Key(certificate));
        return await SendAsync(path, shown, token);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, X509Certificate2? certificate, string? token)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Issuer == "CN=test-ca";
        if (certificate is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Kubelet, path));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request);
    }
}
