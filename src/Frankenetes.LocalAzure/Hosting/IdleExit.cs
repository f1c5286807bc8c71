using Frankenetes.LocalAzure.ContainerInstance;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Ends the process when no group runs and nobody has asked for anything for ten minutes (<c>--idle-exit</c>).</summary>
internal sealed class IdleExit(ContainerGroups groups, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private long _lastRequest = time.GetTimestamp();

    public Task Note(HttpContext context, RequestDelegate next)
    {
        Volatile.Write(ref _lastRequest, time.GetTimestamp());
        return next(context);
    }

    public async Task WatchAsync()
    {
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            var idle = time.GetElapsedTime(Volatile.Read(ref _lastRequest));
            if (idle >= Patience && !groups.All.Any(g => g.Record.PauseId is not null))
                lifetime.StopApplication();
            var left = Patience - idle;
            await Task.Delay(left > TimeSpan.FromSeconds(1) ? left : Patience, time, lifetime.ApplicationStopping).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
