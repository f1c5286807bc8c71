using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>The keeper's own line to one etcd, past the gate. Every failure is an <see cref="EtcdException"/>.</summary>
internal sealed class EtcdClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadinessStep = TimeSpan.FromMilliseconds(10);
    private readonly int _port;
    private readonly TimeProvider _time;
    private readonly GrpcChannel _channel;
    private readonly KV.KVClient _store;
    private readonly Maintenance.MaintenanceClient _maintenance;

    public EtcdClient(EtcdConfiguration etcd, int port, TimeProvider time)
    {
        _port = port;
        _time = time;
        _channel = GrpcChannel.ForAddress($"https://127.0.0.1:{port}", new GrpcChannelOptions
        {
            HttpHandler = EtcdTransport.Create(etcd),
            DisposeHttpClient = true,
            // A snapshot's parts and a big range are larger than the default 4 MB.
            MaxReceiveMessageSize = null,
        });
        _store = new KV.KVClient(_channel);
        _maintenance = new Maintenance.MaintenanceClient(_channel);
        Watch = new EtcdWatch(new Protos.Watch.WatchClient(_channel));
        Leases = new EtcdLeases(new Lease.LeaseClient(_channel), time);
    }

    public EtcdWatch Watch { get; }

    public EtcdLeases Leases { get; }

    /// <summary>Waits until etcd has a leader and answers a linearizable read.</summary>
    /// <param name="exited">The process waited for; its end ends the wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EtcdException">etcd ended instead.</exception>
    public async Task WaitReadyAsync(Task<string> exited, CancellationToken cancellation)
    {
        while (true)
        {
            if (exited.IsCompleted)
                throw new EtcdException($"etcd ended while it started: {await exited}");
            if (await IsListeningAsync(cancellation) && await AnswersAsync(cancellation))
                return;
            await Task.Delay(ReadinessStep, _time, cancellation);
        }
    }

    /// <summary>The newest revision, after everything that etcd had accepted before the call.</summary>
    public async Task<long> RevisionAsync(CancellationToken cancellation)
    {
        var request = new RangeRequest { Key = ByteString.CopyFromUtf8("\0"), CountOnly = true };
        return (await CallAsync("Range", _store.RangeAsync(request, Options(cancellation)))).Header.Revision;
    }

    /// <summary>Deletes one key; an absent one is no error and takes no revision.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellation)
        => await CallAsync("DeleteRange", _store.DeleteRangeAsync(new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(key) }, Options(cancellation)));

    /// <summary>Deletes all keys that begin so.</summary>
    public async Task DeleteAllAsync(string prefix, CancellationToken cancellation)
    {
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        var request = new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(prefix), RangeEnd = ByteString.CopyFromUtf8(end) };
        await CallAsync("DeleteRange", _store.DeleteRangeAsync(request, Options(cancellation)));
    }

    /// <summary>Carries out one transaction without conditions.</summary>
    /// <returns>The revision after it.</returns>
    public async Task<long> CommitAsync(TxnRequest request, CancellationToken cancellation)
        => (await CallAsync("Txn", _store.TxnAsync(request, Options(cancellation)))).Header.Revision;

    /// <summary>Drops the history up to a revision and gives the space back to the file system.</summary>
    public async Task ShrinkAsync(long revision, CancellationToken cancellation)
    {
        var options = new CallOptions(cancellationToken: cancellation);
        await CallAsync("Compact", _store.CompactAsync(new CompactionRequest { Revision = revision, Physical = true }, options));
        await CallAsync("Defragment", _maintenance.DefragmentAsync(new DefragmentRequest(), options));
    }

    public async Task<string> VersionAsync(CancellationToken cancellation)
        => (await CallAsync("Status", _maintenance.StatusAsync(new StatusRequest(), Options(cancellation)))).Version;

    public async Task<StoreFingerprint> FingerprintAsync(CancellationToken cancellation)
    {
        // HashKV is answered from what is applied; the read before it brings that up to date.
        var revision = await RevisionAsync(cancellation);
        // Hashing is proportional to the store, which has no fixed bound.
        var options = new CallOptions(cancellationToken: cancellation);
        var hash = await CallAsync("HashKV", _maintenance.HashKVAsync(new HashKVRequest { Revision = revision }, options));
        return new StoreFingerprint(revision, hash.CompactRevision, hash.Hash);
    }

    /// <summary>The store as one consistent image, in parts, the last of which ends with its SHA-256.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> SnapshotAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var call = _maintenance.Snapshot(new SnapshotRequest(), cancellationToken: cancellation);
        while (await NextAsync(call.ResponseStream, cancellation))
            yield return call.ResponseStream.Current.Blob.Memory;
    }

    /// <summary>A snapshot carries its alarms along: an old lack of space would refuse every write to a store that has space now.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DisarmSpaceAlarmsAsync(CancellationToken cancellation)
    {
        var any = false;
        var active = await CallAsync("Alarm", _maintenance.AlarmAsync(new AlarmRequest(), Options(cancellation)));
        foreach (var alarm in active.Alarms.Where(alarm => alarm.Alarm == AlarmType.Nospace))
        {
            var request = new AlarmRequest
            {
                Action = AlarmRequest.Types.AlarmAction.Deactivate,
                MemberID = alarm.MemberID,
                Alarm = alarm.Alarm,
            };
            await CallAsync("Alarm", _maintenance.AlarmAsync(request, Options(cancellation)));
            any = true;
        }

        return any;
    }

    public void Dispose() => _channel.Dispose();

    internal static async Task<T> CallAsync<T>(string name, AsyncUnaryCall<T> call)
    {
        try
        {
            return await call;
        }
        catch (RpcException e) when (e.StatusCode != StatusCode.Cancelled)
        {
            throw new EtcdException($"etcd's {name} failed: {e.StatusCode}: {e.Status.Detail}", e);
        }
        catch (RpcException e)
        {
            throw new OperationCanceledException(e.Message, e);
        }
    }

    private static async Task<bool> NextAsync(IAsyncStreamReader<SnapshotResponse> stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNext(cancellation);
        }
        catch (RpcException e) when (!cancellation.IsCancellationRequested)
        {
            throw new EtcdException($"etcd's Snapshot broke off: {e.StatusCode}: {e.Status.Detail}", e);
        }
        catch (RpcException e)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    private static CallOptions Options(CancellationToken cancellation)
        // gRPC holds it against the system's clock, whatever ours is.
        => new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Patience, cancellationToken: cancellation);

    private async Task<bool> IsListeningAsync(CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", _port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await RevisionAsync(cancellation);
            return true;
        }
        catch (EtcdException)
        {
            return false;
        }
    }
}
