using Frankenetes.EtcdKeeper.Etcd.Protos;
using Grpc.Core;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>etcd's leases.</summary>
internal sealed class EtcdLeases(Lease.LeaseClient client, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The time to live that a lease was granted, in seconds; 0 = it has ended.</summary>
    public async Task<long> GrantedSecondsAsync(long id, CancellationToken cancellation)
    {
        var answer = await EtcdClient.CallAsync("LeaseTimeToLive", client.LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = id }, Options(cancellation)));
        return answer.TTL < 0 ? 0 : answer.GrantedTTL;
    }

    /// <summary>The leases there are.</summary>
    public async Task<IReadOnlyList<long>> ListAsync(CancellationToken cancellation)
        => [.. (await EtcdClient.CallAsync("LeaseLeases", client.LeaseLeasesAsync(new LeaseLeasesRequest(), Options(cancellation)))).Leases.Select(lease => lease.ID)];

    /// <summary>Grants a lease of a given id; one that is there stays as it is.</summary>
    public async Task GrantAsync(long id, long seconds, CancellationToken cancellation)
    {
        try
        {
            await EtcdClient.CallAsync("LeaseGrant", client.LeaseGrantAsync(new LeaseGrantRequest { ID = id, TTL = seconds }, Options(cancellation)));
        }
        catch (EtcdException e) when (e.InnerException is RpcException { StatusCode: StatusCode.FailedPrecondition })
        {
            // "lease already exists"
        }
    }

    /// <summary>Renews leases at a pace until cancelled; those that the source adds meanwhile too.</summary>
    /// <param name="ids">Asked before every round.</param>
    /// <param name="pace">From round to round.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="EtcdException">The stream broke off.</exception>
    public async Task KeepAliveAsync(Func<IReadOnlyCollection<long>> ids, TimeSpan pace, CancellationToken cancellation)
    {
        try
        {
            using var call = client.LeaseKeepAlive(cancellationToken: cancellation);
            while (true)
            {
                foreach (var id in ids())
                {
                    await call.RequestStream.WriteAsync(new LeaseKeepAliveRequest { ID = id }, cancellation);
                    await call.ResponseStream.MoveNext(cancellation);
                }

                await Task.Delay(pace, time, cancellation);
            }
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException && !cancellation.IsCancellationRequested)
        {
            throw new EtcdException($"etcd's LeaseKeepAlive broke off: {e.Message}", e);
        }
        catch (RpcException e)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    private static CallOptions Options(CancellationToken cancellation)
        // gRPC holds it against the system's clock, whatever ours is.
        => new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Patience, cancellationToken: cancellation);
}
