using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>Sends one ARM request: address, api-version, JSON in and out, errors as <see cref="RequestFailedException"/>.</summary>
internal sealed class ArmPipeline(HttpPipeline http, ResourceManagerOptions options)
{
    public TimeProvider TimeProvider => options.TimeProvider;

    public TimeSpan PollingInterval => options.PollingInterval;

    public Uri Address(string path, string apiVersion, string? query = null) =>
        new(options.Endpoint, $"subscriptions/{options.SubscriptionId}{path}?api-version={apiVersion}{(query is null ? "" : "&" + query)}");

    public async Task<Response> SendAsync(RequestMethod method, Uri address, RequestContent? body, CancellationToken cancellationToken)
    {
        using var message = http.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        if (body is not null)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Content = body;
        }

        await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response;
    }

    /// <summary>As <see cref="SendAsync"/>; every status of 400 and above throws.</summary>
    public async Task<Response> SendCheckedAsync(RequestMethod method, Uri address, RequestContent? body, CancellationToken cancellationToken)
    {
        var response = await SendAsync(method, address, body, cancellationToken).ConfigureAwait(false);
        return response.IsError ? throw new RequestFailedException(response) : response;
    }

    /// <summary>Reads a resource; null for 404, unless it is the subscription that is not there.</summary>
    public async Task<T?> GetAsync<T>(Uri address, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var response = await SendAsync(RequestMethod.Get, address, null, cancellationToken).ConfigureAwait(false);
        if (!response.IsError) return Read(response, type);
        var failure = new RequestFailedException(response);
        return failure is { Status: 404, ErrorCode: not "SubscriptionNotFound" } ? null : throw failure;
    }

    /// <summary>Reads all pages; an absent parent (404) lists nothing.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(Uri address, JsonTypeInfo<Page<T>> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (Uri? next = address; next is not null;)
        {
            var page = await GetAsync(next, type, cancellationToken).ConfigureAwait(false);
            foreach (var item in page?.Value ?? []) yield return item;
            next = string.IsNullOrEmpty(page?.NextLink) ? null : new Uri(page.NextLink);
        }
    }

    public static T Read<T>(Response response, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(response.Content.ToMemory().Span, type)
            ?? throw new RequestFailedException(response.Status, "The service answered null where an object was due.");

    public static RequestContent Body<T>(T value, JsonTypeInfo<T> type) =>
        RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(value, type));
}
