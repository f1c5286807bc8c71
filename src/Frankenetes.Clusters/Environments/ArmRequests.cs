using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Frankenetes.Clusters.Environments;

/// <summary>Requests to Resource Manager that the shared client has no method for: what only one place asks for.</summary>
internal sealed class ArmRequests(AzureEnvironment environment, TokenCredential credential, HttpPipelineTransport transport)
{
    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(
        new Options { Transport = transport }, new BearerTokenAuthenticationPolicy(credential, new Uri(environment.Audience, ".default").AbsoluteUri));

    /// <summary>The whole address of a path with its query.</summary>
    public Uri Address(string path) => new(environment.ResourceManagerEndpoint, path);

    /// <summary>Whatever is answered, refusals too.</summary>
    public async Task<Response> SendAsync(RequestMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(Address(path));
        if (body is not null)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Content = RequestContent.Create(BinaryData.FromString(body.ToJsonString()));
        }

        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response;
    }

    private sealed class Options : ClientOptions;
}
