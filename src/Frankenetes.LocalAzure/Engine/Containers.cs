using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>What LocalAzure asks of the engine about containers. A failure to reach the engine is an <see cref="EngineUnavailableException"/>.</summary>
internal sealed class Containers(IDockerClient client, Guid instanceId)
{
    public const string InstanceLabel = "frankenetes";
    public const string GroupLabel = "frankenetes.group";
    private const int RemoveAttempts = 8;
    private static readonly TimeSpan RemoveAgain = TimeSpan.FromMilliseconds(50);

    public Task<string> CreateAsync(CreateContainerParameters parameters) => Ask(async () =>
    {
        try
        {
            return (await client.Containers.CreateContainerAsync(parameters)).ID;
        }
        catch (DockerApiException e) when (IsNameTaken(e))
        {
            // Left by a crash between our create and our note of it: the name is ours alone.
            await RemoveAsync(parameters.Name!);
            return (await client.Containers.CreateContainerAsync(parameters)).ID;
        }
    });

    public Task StartAsync(string id) => Ask(() => client.Containers.StartContainerAsync(id, new ContainerStartParameters()));

    /// <summary>Kills and removes. Removing what is absent succeeds.</summary>
    public Task RemoveAsync(string id) => Ask(async () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
                return true;
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                // Gone already.
                return true;
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict && e.Message.Contains("already in progress", StringComparison.Ordinal))
            {
                // Docker's word for a removal that someone else has begun.
                return true;
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.InternalServerError && attempt < RemoveAttempts)
            {
                // Podman stumbles over one that ends at this very moment ("container state improper").
                await Task.Delay(RemoveAgain * attempt);
            }
        }
    });

    /// <summary>Sends SIGKILL. A container that is gone or has ended is no error.</summary>
    public Task KillAsync(string id) => Ask(async () =>
    {
        try
        {
            await client.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = "SIGKILL" });
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It ended by itself meanwhile.
        }

        return true;
    });

    /// <summary>The engine's view of a container; null when there is none.</summary>
    public Task<ContainerInspectResponse?> InspectAsync(string id) => Ask<ContainerInspectResponse?>(async () =>
    {
        try
        {
            return await client.Containers.InspectContainerAsync(id);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    /// <summary>All containers of this instance, running or not; of one group when its id is given.</summary>
    public Task<List<ContainerListResponse>> ListAsync(string? groupId = null) => Ask(async () =>
    {
        var labels = new Dictionary<string, bool> { [$"{InstanceLabel}={instanceId}"] = true };
        if (groupId is not null)
            labels[$"{GroupLabel}={groupId}"] = true;
        var found = await client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels } });
        // Looked at again here: what this answers is what gets removed, and engines differ in how they join filters.
        return found.Where(c => HasLabel(c, InstanceLabel, instanceId.ToString()) && (groupId is null || HasLabel(c, GroupLabel, groupId))).ToList();
    });

    /// <summary>Standard output and standard error in the order they were written. Null when there is no such container.</summary>
    /// <param name="id">The container.</param>
    /// <param name="tail">How many last lines; null = all.</param>
    /// <param name="timestamps">Whether each line begins with its time.</param>
    /// <param name="limit">How many last bytes at most.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public Task<string?> LogsAsync(string id, int? tail, bool timestamps, int limit, CancellationToken cancellation) => Ask<string?>(async () =>
    {
        try
        {
            using var stream = await FollowLogsAsync(id, tail?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all", timestamps, follow: false, cancellation);
            using var log = new LogAssembler(timestamps, limit);
            var buffer = new byte[64 * 1024];
            while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellation) is { EOF: false } part)
                log.Add((int)part.Target, buffer.AsSpan(0, part.Count));
            return log.Text;
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    public Task<MultiplexedStream> FollowLogsAsync(string id, string tail, bool timestamps, bool follow, CancellationToken cancellation) => Ask(() =>
        client.Containers.GetContainerLogsAsync(id, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = tail, Timestamps = timestamps, Follow = follow }, cancellation));

    /// <summary>What a running container has used: processor time since its start, memory without caches that can be dropped. Null when it does not run, or the engine cannot tell.</summary>
    public Task<(double CpuNanoseconds, double? MemoryBytes)?> UsageAsync(string id, CancellationToken cancellation) => Ask<(double, double?)?>(async () =>
    {
        try
        {
            ContainerStatsResponse? stats = null;
            await client.Containers.GetContainerStatsAsync(id, new ContainerStatsParameters { Stream = false, OneShot = true }, new Latest(found => stats = found), cancellation);
            if (stats?.CPUStats?.CPUUsage is not { TotalUsage: > 0 } cpu) return null;
            double? memory = stats.MemoryStats is { Usage: > 0 } usage ? usage.Usage - (usage.Stats is not null && usage.Stats.TryGetValue("inactive_file", out var cached) ? cached : 0) : null;
            return (cpu.TotalUsage, memory);
        }
        catch (DockerApiException)
        {
            // Ended meanwhile, or an engine without control groups.
            return null;
        }
    });

    // Progress<T> would tell on another thread, later.
    private sealed class Latest(Action<ContainerStatsResponse> take) : IProgress<ContainerStatsResponse>
    {
        public void Report(ContainerStatsResponse value) => take(value);
    }

    private static bool HasLabel(ContainerListResponse container, string name, string value) =>
        container.Labels is { } labels && labels.TryGetValue(name, out var actual) && actual == value;

    private static bool IsNameTaken(DockerApiException e) =>
        e.StatusCode == HttpStatusCode.Conflict || e.Message.Contains("name is already in use", StringComparison.Ordinal);

    private static async Task<T> Ask<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is HttpRequestException or System.Net.Sockets.SocketException or IOException or TimeoutException)
        {
            throw new EngineUnavailableException("The container engine does not answer. Check that it runs.", e);
        }
    }
}
