using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Clusters.Tests;

/// <summary>As much of Azure as the steps of an operation ask for: what is put is there until it is deleted. It notes what it was asked, and a test may answer in its place.</summary>
internal sealed class TestAzure : HttpMessageHandler
{
    private const string Resources = "/subscriptions/sub/resourceGroups/";
    private readonly ConcurrentDictionary<string, string> _kept = new();
    private readonly HttpClient _http;

    public TestAzure() => _http = new HttpClient(this, disposeHandler: false);

    /// <summary>Method and path of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Asked first, by method and path; null leaves the answer to this one.</summary>
    public Func<string, (HttpStatusCode Status, string Body)?> Answer { get; set; } = _ => null;

    public static string Group(string name, string resourceGroup = "dev") => $"{Resources}{resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/{name}";

    public static string Acknowledgement(string agent) => $"/control/ack-{agent}.json";

    /// <summary>What is kept at a path; null where nothing is.</summary>
    public string? this[string path]
    {
        get => _kept.GetValueOrDefault(path);
        set => _kept[path] = value!;
    }

    /// <summary>A connection whose groups sign in by a secret, or by identities of their own.</summary>
    public AzureConnection Connect(bool identities = false) => new(
        TestCluster.Environment with { IsLocal = true }, new FixedToken(), "sub", identities ? new NodeCredential(null, null, null) : new NodeCredential("tenant", "client", "secret"), _http);

    public async Task<ClusterHandle> OpenAsync(TimeProvider? time = null, bool identities = false)
    {
        var (clock, self, connection) = (time ?? TimeProvider.System, new LockHolder("here", 1, DateTimeOffset.UnixEpoch), Connect(identities));
        var account = new StorageAccountData("eastus") { Name = TestCluster.Names.RecordAccount, Properties = { PrimaryEndpoints = new() { Blob = new Uri("https://blob.test/") } } };
        var options = new ClusterOptions { AgentPath = "", PodAgentPath = "", Locks = new ClusterLocks(self, new LeaseJournal("", self, _ => true), clock), Time = clock };
        return new ClusterHandle(connection, TestCluster.Names, await RecordAccount.OpenAsync(connection, "dev", account, CancellationToken.None), options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        Requests.Enqueue($"{request.Method} {path}");
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var (status, text) = Answer($"{request.Method} {path}") ?? Keep(request.Method.Method, path, body);
        var answer = new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/json"), RequestMessage = request };
        answer.Headers.TryAddWithoutValidation("ETag", "\"1\"");
        answer.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        _http.Dispose();
        base.Dispose(disposing);
    }

    private static (HttpStatusCode, string) Absent => (HttpStatusCode.NotFound, """{"error":{"code":"BlobNotFound","message":"It is not there."}}""");

    private (HttpStatusCode, string) Keep(string method, string path, string body) => method switch
    {
        "POST" => (HttpStatusCode.OK, $$"""{"keys":[{"keyName":"key1","value":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(path.Split('/')[^2]))}}"}]}"""),
        "PUT" => (HttpStatusCode.Created, _kept[path] = path.StartsWith(Resources, StringComparison.Ordinal) ? Resource(path, body) : body),
        "DELETE" => _kept.TryRemove(path, out _) ? (HttpStatusCode.Accepted, "") : Absent,
        _ when path.EndsWith("/containerGroups", StringComparison.Ordinal) =>
            (HttpStatusCode.OK, $$"""{"value":[{{string.Join(',', _kept.Where(one => one.Key.StartsWith(path, StringComparison.Ordinal)).Select(one => one.Value))}}]}"""),
        _ => _kept.TryGetValue(path, out var kept) ? (HttpStatusCode.OK, kept) : Absent,
    };

    private static string Resource(string path, string body)
    {
        var resource = JsonNode.Parse(body)!;
        (resource["id"], resource["name"]) = (path, path.Split('/')[^1]);
        return resource.ToJsonString();
    }

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
