using System.Net;
using System.Text.Json.Nodes;

namespace Frankenetes.VirtualKubelet.Tests.Control;

/// <summary>The part of the Blob service that agents use.</summary>
internal sealed class BlobContainer : HttpMessageHandler
{
    private readonly Dictionary<string, (string Text, int Version)> _blobs = [];
    private readonly SemaphoreSlim _requests = new(0);

    public bool Broken { get; set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public void Ask(int epoch, string request, string id) => Write("state.json", $$"""{"epoch":{{epoch}},"request":"{{request}}","requestId":"{{id}}"}""");

    public void Write(string blob, string text)
    {
        lock (_blobs) _blobs[blob] = (text, _blobs.GetValueOrDefault(blob).Version + 1);
    }

    public JsonNode? Read(string blob)
    {
        lock (_blobs) return _blobs.TryGetValue(blob, out var found) ? JsonNode.Parse(found.Text) : null;
    }

    public async Task RequestedAsync(int count)
    {
        for (var i = 0; i < count; i++) await _requests.WaitAsync();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("?sig=s", request.RequestUri!.Query);
        var blob = request.RequestUri.Segments[^1];
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return Answer(request, blob, body);
        }
        finally
        {
            _requests.Release();
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string blob, string body)
    {
        if (Broken) throw new HttpRequestException("broken");
        if (Status != HttpStatusCode.OK) return new(Status);
        if (request.Method == HttpMethod.Put)
        {
            Assert.Equal("BlockBlob", request.Headers.GetValues("x-ms-blob-type").Single());
            Write(blob, body);
            return new(HttpStatusCode.Created);
        }
        lock (_blobs)
        {
            if (!_blobs.TryGetValue(blob, out var found)) return new(HttpStatusCode.NotFound);
            var tag = $"\"{found.Version}\"";
            if (request.Headers.IfNoneMatch.Any(asked => asked.Tag == tag)) return new(HttpStatusCode.NotModified);
            return new(HttpStatusCode.OK) { Content = new StringContent(found.Text), Headers = { { "ETag", tag } } };
        }
    }
}
