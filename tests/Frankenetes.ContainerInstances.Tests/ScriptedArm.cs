using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Frankenetes.ContainerInstances.Tests;

/// <summary>Answers requests in the order of its script and remembers what was asked.</summary>
internal sealed class ScriptedArm : HttpMessageHandler
{
    private readonly Queue<HttpResponseMessage> _answers = new();

    public List<(string Method, string Address, string Body)> Requests { get; } = [];

    public ScriptedArm Answer(int status, string body = "", params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
        _answers.Enqueue(answer);
        return this;
    }

    public ResourceManagerClient Client(TimeProvider? time = null)
    {
        var options = new ResourceManagerOptions
        {
            SubscriptionId = "5",
            Endpoint = new Uri("https://arm.test/"),
            Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false)),
            TimeProvider = time ?? TimeProvider.System,
            PollingInterval = TimeSpan.FromMilliseconds(1),
        };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return new ResourceManagerClient(new FixedToken(), options);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.ToString(), body));
        return _answers.Dequeue();
    }

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
