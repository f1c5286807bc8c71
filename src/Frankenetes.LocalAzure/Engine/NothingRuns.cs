using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>The part of the Docker Engine API that container groups need, with nothing behind it: what is started runs until it is removed. All else is refused with 501.</summary>
internal sealed partial class NothingRuns(TimeProvider time) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Container> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonNode> _networks = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = Version().Replace(request.RequestUri!.AbsolutePath, "").Trim('/').Split('/');
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        // Nothing ever happens: there is no event to tell.
        if (path is ["events"])
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return (request.Method.Method, path) switch
        {
            ("GET", ["_ping"]) => Answer(HttpStatusCode.OK),
            ("GET", ["images", .., "json"]) => Answer(HttpStatusCode.OK, new JsonObject { ["Id"] = "sha256:0" }),
            (var method, ["networks", var name]) => Network(method, name, body),
            ("POST", ["containers", "create"]) => Create(JsonNode.Parse(body)!),
            ("GET", ["containers", "json"]) => Answer(HttpStatusCode.OK, List(request.RequestUri.Query)),
            (var method, ["containers", var id, .. var verb]) => Touch(id, method, verb),
            _ => Refuse(),
        };
    }

    private HttpResponseMessage Network(string method, string name, string body)
    {
        if (method == "POST" && JsonNode.Parse(body) is { } network)
            _networks[(string)network["Name"]!] = network;
        else if (method == "DELETE")
            return Answer(_networks.TryRemove(name, out _) ? HttpStatusCode.NoContent : HttpStatusCode.NotFound);
        else
            return _networks.TryGetValue(name, out var known) ? Answer(HttpStatusCode.OK, known) : Answer(HttpStatusCode.NotFound);
        return Answer(HttpStatusCode.Created, new JsonObject { ["Id"] = (string)network["Name"]! });
    }

    private HttpResponseMessage Create(JsonNode wanted)
    {
        var id = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        _containers[id] = new Container((wanted["Labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => (string)label.Value!), null);
        return Answer(HttpStatusCode.Created, new JsonObject { ["Id"] = id });
    }

    /// <summary>The containers that bear all labels of the filter.</summary>
    private JsonArray List(string query)
    {
        var filters = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)["filters"].ToString();
        var wanted = filters.Length == 0 ? [] : (JsonNode.Parse(filters)!["label"] as JsonObject ?? []).Select(label => label.Key).ToList();
        return [.. from one in _containers
                   where wanted.TrueForAll(label => one.Value.Labels.Any(own => $"{own.Key}={own.Value}" == label))
                   select new JsonObject
                   {
                       ["Id"] = one.Key,
                       ["State"] = one.Value.StartedAt is null ? "created" : "running",
                       ["Labels"] = new JsonObject(one.Value.Labels.Select(own => KeyValuePair.Create(own.Key, (JsonNode?)own.Value))),
                   }];
    }

    private HttpResponseMessage Touch(string id, string method, string[] verb)
    {
        if (!_containers.TryGetValue(id, out var container))
            return Answer(HttpStatusCode.NotFound);
        switch (method, verb)
        {
            case ("GET", ["json"]):
                return Answer(HttpStatusCode.OK, Describe(id, container));
            case ("GET", ["logs"]) or ("POST", ["kill"]):
                return Answer(HttpStatusCode.OK);
            case ("POST", ["start"]):
                _containers[id] = container with { StartedAt = time.GetUtcNow() };
                return Answer(HttpStatusCode.NoContent);
            case ("DELETE", []):
                _containers.TryRemove(id, out _);
                return Answer(HttpStatusCode.NoContent);
            default:
                return Refuse();
        }
    }

    private static JsonObject Describe(string id, Container container) => new()
    {
        ["Id"] = id,
        ["State"] = new JsonObject
        {
            ["Status"] = container.StartedAt is null ? "created" : "running",
            ["Running"] = container.StartedAt is not null,
            // Ours: it lives for as long as anybody waits for its end.
            ["Pid"] = Environment.ProcessId,
            ["StartedAt"] = container.StartedAt?.ToString("O"),
        },
    };

    private static HttpResponseMessage Refuse() => Answer(HttpStatusCode.NotImplemented, new JsonObject { ["message"] = "this local Azure runs without containers" });

    private static HttpResponseMessage Answer(HttpStatusCode status, JsonNode? body = null) =>
        new(status) { Content = new StringContent(body?.ToJsonString() ?? (status == HttpStatusCode.NotFound ? "{\"message\":\"no such thing\"}" : ""), Encoding.UTF8, "application/json") };

    [GeneratedRegex(@"^/v[0-9.]+")]
    private static partial Regex Version();

    private sealed record Container(IReadOnlyDictionary<string, string> Labels, DateTimeOffset? StartedAt);
}
