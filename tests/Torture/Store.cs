using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Frankenetes.Torture;

/// <summary>A client of etcd, through the gate or past it.</summary>
internal sealed class Store : IDisposable
{
    private static readonly ByteString All = ByteString.CopyFrom(0);
    private readonly GrpcChannel _channel;
    private readonly KV.KVClient _store;
    private readonly Lease.LeaseClient _leases;
    private readonly Maintenance.MaintenanceClient _maintenance;

    public Store(EtcdConfiguration etcd, int port)
    {
        _channel = GrpcChannel.ForAddress($"https://127.0.0.1:{port}", new GrpcChannelOptions
        {
            HttpHandler = EtcdTransport.Create(etcd),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
        });
        _store = new KV.KVClient(_channel);
        _leases = new Lease.LeaseClient(_channel);
        _maintenance = new Maintenance.MaintenanceClient(_channel);
    }

    /// <summary>Why a write was last not acknowledged.</summary>
    public string LastRefusal { get; private set; } = "none";

    /// <summary>The revision of an acknowledged write; null = nobody knows what became of it.</summary>
    public async Task<long?> TryPutAsync(string key, string value, long lease, CancellationToken cancellation)
    {
        try
        {
            return await CommitAsync([new RequestOp { RequestPut = Put(key, value, lease) }], cancellation);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            LastRefusal = e.Message;
            return null;
        }
    }

    public static PutRequest Put(string key, string value, long lease = 0)
        => new() { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value), Lease = lease };

    public async Task<long> CommitAsync(IEnumerable<RequestOp> operations, CancellationToken cancellation = default)
    {
        var transaction = new TxnRequest();
        transaction.Success.AddRange(operations);
        return (await _store.TxnAsync(transaction, Options(cancellation))).Header.Revision;
    }

    /// <summary>Deletes every key that begins so, in one revision.</summary>
    public async Task DeleteAllAsync(string prefix)
    {
        var end = ByteString.CopyFromUtf8(prefix[..^1] + (char)(prefix[^1] + 1));
        await _store.DeleteRangeAsync(new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(prefix), RangeEnd = end }, Options(default));
    }

    /// <summary>Forgets what was before a revision, if it is not forgotten already.</summary>
    public async Task CompactAsync(long revision)
    {
        try
        {
            await _store.CompactAsync(new CompactionRequest { Revision = revision, Physical = true }, Options(default));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.OutOfRange)
        {
            // An earlier one went as far.
        }
    }

    /// <summary>etcd's own hash of the store without its past, which does not know how far it was compacted.</summary>
    public async Task<uint> HashAsync()
    {
        await CompactAsync(await RevisionAsync());
        return (await _maintenance.HashKVAsync(new HashKVRequest(), Options(default))).Hash;
    }

    public async Task<long> GrantAsync(long seconds) => (await _leases.LeaseGrantAsync(new LeaseGrantRequest { TTL = seconds }, Options(default))).ID;

    public async Task<long> RevisionAsync() => (await RangeAsync(new RangeRequest { Key = All, CountOnly = true })).Header.Revision;

    /// <summary>All keys as etcd has them: value, revisions, version and lease.</summary>
    public async Task<IReadOnlyList<Frankenetes.EtcdKeeper.Etcd.Protos.KeyValue>> DumpAsync()
        => [.. (await RangeAsync(new RangeRequest { Key = All, RangeEnd = All })).Kvs];

    /// <summary>Value and revision of every key.</summary>
    public async Task<IReadOnlyDictionary<string, (string Value, long Revision)>> KeysAsync()
        => (await DumpAsync()).ToDictionary(pair => pair.Key.ToStringUtf8(), pair => (pair.Value.ToStringUtf8(), pair.ModRevision), StringComparer.Ordinal);

    public void Dispose() => _channel.Dispose();

    private async Task<RangeResponse> RangeAsync(RangeRequest request) => await _store.RangeAsync(request, Options(default));

    private static CallOptions Options(CancellationToken cancellation) => new(deadline: DateTime.UtcNow.AddSeconds(10), cancellationToken: cancellation);
}
