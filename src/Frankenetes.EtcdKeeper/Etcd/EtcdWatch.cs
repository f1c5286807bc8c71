using System.Runtime.CompilerServices;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Google.Protobuf;
using Grpc.Core;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>Every change of every key, revision by revision.</summary>
internal sealed class EtcdWatch(Watch.WatchClient client)
{
    // etcd's way to say "all keys": from the zero byte to the zero byte.
    private static readonly ByteString Everything = ByteString.CopyFrom(0);

    /// <summary>Follows the store until cancelled. A revision is given when it is whole: one with many keys comes in several parts.</summary>
    /// <param name="from">The first revision wanted; etcd waits for it where it has not come yet.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HistoryCompactedException">That revision is compacted.</exception>
    /// <exception cref="EtcdException">The stream broke off.</exception>
    public async IAsyncEnumerable<RevisionEvents> FollowAsync(long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var call = client.Watch(cancellationToken: cancellation);
        await RequestAsync(call, from, cancellation);
        var part = new List<Event>();
        while (await NextAsync(call.ResponseStream, cancellation))
        {
            var response = call.ResponseStream.Current;
            if (response.Canceled)
                throw response.CompactRevision > 0 ? new HistoryCompactedException(response.CompactRevision) : new EtcdException($"etcd ended the watch: {response.CancelReason}");
            foreach (var change in response.Events)
            {
                if (part.Count > 0 && part[0].Kv.ModRevision != change.Kv.ModRevision)
                    yield return Whole(ref part);
                part.Add(change);
            }

            if (part.Count > 0 && !response.Fragment)
                yield return Whole(ref part);
        }

        throw new EtcdException("etcd ended the watch.");
    }

    private static RevisionEvents Whole(ref List<Event> part)
    {
        var whole = new RevisionEvents(part[0].Kv.ModRevision, part);
        part = [];
        return whole;
    }

    private static async Task RequestAsync(AsyncDuplexStreamingCall<WatchRequest, WatchResponse> call, long from, CancellationToken cancellation)
    {
        var create = new WatchCreateRequest { Key = Everything, RangeEnd = Everything, StartRevision = from, Fragment = true };
        try
        {
            await call.RequestStream.WriteAsync(new WatchRequest { CreateRequest = create }, cancellation);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException && !cancellation.IsCancellationRequested)
        {
            throw new EtcdException($"etcd's Watch failed: {e.Message}", e);
        }
    }

    private static async Task<bool> NextAsync(IAsyncStreamReader<WatchResponse> stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNext(cancellation);
        }
        catch (RpcException e) when (!cancellation.IsCancellationRequested)
        {
            throw new EtcdException($"etcd's Watch broke off: {e.StatusCode}: {e.Status.Detail}", e);
        }
        catch (RpcException e)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }
}
