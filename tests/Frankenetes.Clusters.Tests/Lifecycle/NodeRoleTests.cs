using System.Net;
using System.Text.Json;
using Azure.Core;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;

namespace Frankenetes.Clusters.Tests.Lifecycle;

public sealed class NodeRoleTests : IDisposable
{
    private const string Principal = "5b0e2a3c-0000-4000-8000-00000000000a";
    private readonly SkippingTime _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
    private readonly Script _script = new();
    private readonly HttpClient _http;

    public NodeRoleTests() => _http = new HttpClient(_script);

    [Fact]
    public async Task The_identity_may_change_the_pods_group_and_no_other()
    {
        _script.Answers.Enqueue((HttpStatusCode.Created, "{}"));
        await Role().GrantAsync("dev-pods", Principal, CancellationToken.None);
        var (address, body) = Assert.Single(_script.Requests);
        Assert.StartsWith("https://management.azure.com/subscriptions/sub/resourceGroups/dev-pods/providers/Microsoft.Authorization/roleAssignments/", address.AbsoluteUri, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(Principal, json.RootElement.GetProperty("properties").GetProperty("principalId").GetString());
    }

    [Fact]
    public async Task An_identity_that_is_not_known_everywhere_yet_is_waited_for()
    {
        _script.Answers.Enqueue((HttpStatusCode.BadRequest, """{"error":{"code":"PrincipalNotFound","message":"x"}}"""));
        _script.Answers.Enqueue((HttpStatusCode.Created, "{}"));
        await Role().GrantAsync("dev-pods", Principal, CancellationToken.None);
        Assert.Equal(2, _script.Requests.Count);
        Assert.Single(_script.Requests.Select(request => request.Address).Distinct());
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task What_was_given_is_taken_back_and_nobody_is_kept_from_deleting_a_group_by_it(HttpStatusCode answer)
    {
        _script.Answers.Enqueue((HttpStatusCode.Created, "{}"));
        _script.Answers.Enqueue((answer, "{}"));
        await Role().GrantAsync("dev-pods", Principal, CancellationToken.None);
        await Role().RevokeAsync("dev-pods", Principal, CancellationToken.None);
        Assert.Equal((_script.Requests[0].Address, "DELETE"), _script.Requests[1]);
    }

    public void Dispose()
    {
        _http.Dispose();
        _script.Dispose();
    }

    private NodeRole Role() => new(new AzureConnection(TestCluster.Environment, new Token(), "sub", new NodeCredential(null, null, null), _http), _time);

    private sealed class Script : HttpMessageHandler
    {
        public Queue<(HttpStatusCode Status, string Body)> Answers { get; } = new();

        public List<(Uri Address, string Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.RequestUri!, request.Content is null ? request.Method.Method : await request.Content.ReadAsStringAsync(cancellationToken)));
            var (status, body) = Answers.Dequeue();
            return new HttpResponseMessage(status) { Content = new StringContent(body, null, "application/json") };
        }
    }

    private sealed class Token : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
