using System.Net;
using System.Text;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Watching;
using k8s.Models;

namespace Frankenetes.KubernetesApi.Tests;

public sealed class WatchStreamTests
{
    [Theory]
    [InlineData("ADDED", WatchEventType.Added)]
    [InlineData("MODIFIED", WatchEventType.Modified)]
    [InlineData("DELETED", WatchEventType.Deleted)]
    [InlineData("BOOKMARK", WatchEventType.Bookmark)]
    public void A_line_is_an_event_with_its_object(string word, WatchEventType type)
    {
        var found = WatchStream.Parse<V1Pod>($$$$"""{"type":"{{{{word}}}}","object":{"kind":"Pod","metadata":{"name":"a","resourceVersion":"7"}}}""");
        Assert.Equal(type, found!.Value.Type);
        Assert.Equal("7", found.Value.Item.Metadata.ResourceVersion);
    }

    [Fact]
    public void A_type_of_event_that_is_not_known_is_passed_over() =>
        Assert.Null(WatchStream.Parse<V1Pod>("""{"type":"RENAMED","object":{}}"""));

    [Fact]
    public void A_version_that_is_too_old_ends_the_watch_as_gone()
    {
        var gone = Assert.Throws<ApiServerException>(() => WatchStream.Parse<V1Pod>(
            """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 1 (5)"}}"""));
        Assert.Equal(HttpStatusCode.Gone, gone.Status);
        Assert.Equal("Expired", gone.Reason);
    }

    [Fact]
    public async Task Lines_are_read_wherever_the_packets_are_cut()
    {
        var text = string.Concat(Enumerable.Range(1, 50).Select(i => $$$$"""{"type":"ADDED","object":{"metadata":{"name":"pod-{{{{i}}}}"}}}""" + "\n"));
        using var stream = new DribblingStream(Encoding.UTF8.GetBytes(text), 7);
        var names = new List<string>();
        await foreach (var (_, pod) in WatchStream.ReadAsync<V1Pod>(stream, CancellationToken.None)) names.Add(pod.Metadata.Name);
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"pod-{i}"), names);
    }

    private sealed class DribblingStream(byte[] content, int atATime) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(atATime, buffer.Length)], cancellationToken);
    }
}
