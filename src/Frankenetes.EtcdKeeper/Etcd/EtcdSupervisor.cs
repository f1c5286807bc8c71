using Frankenetes.EtcdKeeper.Configuration;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>Keeps one etcd running on its data: one that dies is started again, with a growing pause.</summary>
internal sealed class EtcdSupervisor(EtcdConfiguration etcd, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(30);
    private readonly ILogger _logger = loggers.CreateLogger("keeper");
    private readonly ILogger _etcdLogger = loggers.CreateLogger("etcd");
    private readonly EtcdClient _client = new(etcd, etcd.PrivatePort, time);
    private CancellationTokenSource _ending = new();
    private Task _watch = Task.CompletedTask;

    /// <summary>The line to the etcd that runs now.</summary>
    public EtcdClient Client => _client;

    /// <summary>Starts etcd on a data folder and returns when it answers.</summary>
    /// <exception cref="EtcdException">It did not come up; nothing is left running.</exception>
    public async Task StartAsync(string dataFolder, CancellationToken cancellation)
    {
        var launch = new EtcdLaunch(dataFolder, etcd.PrivatePort, etcd.PeerPort, etcd.ExtraArguments);
        var process = EtcdProcess.Start(etcd, launch, _etcdLogger);
        try
        {
            await _client.WaitReadyAsync(process.Exited, cancellation);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        _logger.LogInformation("etcd runs as process {Id}.", process.Id);
        _ending = new CancellationTokenSource();
        _watch = WatchAsync(process, launch, _ending.Token);
    }

    /// <summary>Ends etcd and its supervision; returns when no process is left. May be repeated.</summary>
    public async Task StopAsync()
    {
        await _ending.CancelAsync();
        await _watch;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _ending.Dispose();
        _client.Dispose();
    }

    private async Task WatchAsync(EtcdProcess process, EtcdLaunch launch, CancellationToken ending)
    {
        var pause = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        while (true)
        {
            await using (process)
            {
                var started = time.GetTimestamp();
                if (!await HasDiedAsync(process, ending))
                {
                    await process.StopAsync();
                    return;
                }

                if (time.GetElapsedTime(started) > StableAfter)
                    pause.Reset();
            }

            if (await StartAgainAsync(launch, pause, ending) is not { } next)
                return;
            process = next;
        }
    }

    private async Task<bool> HasDiedAsync(EtcdProcess process, CancellationToken ending)
    {
        try
        {
            _logger.LogError("etcd ended by itself ({How}) and is started again on its data.", await process.Exited.WaitAsync(ending));
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<EtcdProcess?> StartAgainAsync(EtcdLaunch launch, Backoff pause, CancellationToken ending)
    {
        while (true)
        {
            try
            {
                await Task.Delay(pause.Next(), time, ending);
                return EtcdProcess.Start(etcd, launch, _etcdLogger);
            }
            catch (EtcdException e)
            {
                _logger.LogError("{Reason}", e.Message);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }
}
