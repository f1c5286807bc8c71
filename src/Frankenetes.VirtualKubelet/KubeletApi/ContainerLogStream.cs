using System.Text;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>Writes a container's log. ACI has no stream: following is asking again and passing on what is new.</summary>
internal sealed class ContainerLogStream(PodStore store, IPodProvider groups, IFormerRuns? former, TimeProvider time)
{
    private static readonly TimeSpan FastestPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SlowestPoll = TimeSpan.FromSeconds(2);

    public async Task WriteAsync(PodKey key, string container, LogQuery query, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var pod = Check(key, container);
        // Who follows gets the tail cut here: what is new can only be told by comparing whole logs.
        var first = query.Previous ? await ReadFormerAsync(pod, container, cancellationToken).ConfigureAwait(false)
            : await groups.GetLogsAsync(key, container, query.Follow ? null : query.TailLines, query.NeedsTimes, cancellationToken).ConfigureAwait(false);
        context.Response.ContentType = "text/plain";
        var sink = new LogSink(context.Response, query, time.GetUtcNow());
        var lines = new LogLines();
        var found = (query.NeedsTimes ? lines.New(first) : LogLines.Split(first)).ToList();
        await sink.WriteAsync(query.TailLines is { } tail ? found.TakeLast(tail) : found, cancellationToken).ConfigureAwait(false);
        if (query.Follow && !query.Previous) await FollowAsync(key, container, lines, sink, cancellationToken).ConfigureAwait(false);
    }

    private async Task FollowAsync(PodKey key, string container, LogLines lines, LogSink sink, CancellationToken cancellationToken)
    {
        using var following = store.Followers.Enter(key);
        var wait = FastestPoll;
        while (!sink.IsFull)
        {
            var over = IsOver(key, container);
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            var content = await groups.GetLogsAsync(key, container, null, true, cancellationToken).ConfigureAwait(false);
            var written = await sink.WriteAsync(lines.New(content), cancellationToken).ConfigureAwait(false);
            // One look after the end: its last words.
            if (over) return;
            wait = written ? FastestPoll : wait * 1.5 < SlowestPoll ? wait * 1.5 : SlowestPoll;
        }
    }

    private async Task<string> ReadFormerAsync(V1Pod pod, string container, CancellationToken cancellationToken)
    {
        var (key, status) = (PodKey.Of(pod), StatusOf(pod, container));
        if (status?.LastState?.Terminated is null) throw new KubeletRequestException(400, $"previous terminated container \"{container}\" in pod \"{key.Name}\" not found");
        // Until it is started again its log is that of the run before.
        if (status.State?.Waiting is not null) return await groups.GetLogsAsync(key, container, null, true, cancellationToken).ConfigureAwait(false);
        try
        {
            if (former is not null && status.State?.Running is not null && await former.ReadAsync(key, container, message: false, cancellationToken).ConfigureAwait(false) is { } kept) return kept;
        }
        catch (SessionException unreachable)
        {
            throw new KubeletRequestException(400, $"the log of the run before cannot be read: {unreachable.Message}", unreachable);
        }
        throw new KubeletRequestException(400, $"{groups.Backend} keeps no log of a container's earlier run; the pod agent does where the pod's annotation {PodAnnotations.PreviousLogs} is \"true\", for as long as the container runs");
    }

    private V1Pod Check(PodKey key, string container)
    {
        var pod = store.Find(key) ?? throw new KubeletRequestException(404, $"pod {key} is not on this node");
        if (!pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).Any(found => found.Name == container))
            throw new KubeletRequestException(404, $"container {container} is not in pod {key}");
        var status = StatusOf(pod, container);
        if (status?.State?.Waiting is { } waiting && status.LastState?.Terminated is null)
            throw new KubeletRequestException(400, $"container \"{container}\" in pod \"{key.Name}\" is waiting to start: {waiting.Reason}");
        if (status is null) throw new KubeletRequestException(400, $"container \"{container}\" in pod \"{key.Name}\" is waiting to start: ContainerCreating");
        return pod;
    }

    private bool IsOver(PodKey key, string container) =>
        store.Find(key) is not { } pod
        || (StatusOf(pod, container)?.State?.Terminated is not null && (PodPhases.IsTerminal(pod) || pod.Spec.RestartPolicy == "Never"));

    private static V1ContainerStatus? StatusOf(V1Pod pod, string container) =>
        (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? []).FirstOrDefault(status => status.Name == container);

    /// <summary>Writes lines in the form that was asked for, until the limit.</summary>
    private sealed class LogSink(HttpResponse response, LogQuery query, DateTimeOffset now)
    {
        private readonly DateTimeOffset? _since = query.SinceTime ?? now - query.Since;
        private long _left = query.LimitBytes ?? long.MaxValue;

        public bool IsFull => _left <= 0;

        public async Task<bool> WriteAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
        {
            var any = false;
            foreach (var line in lines)
            {
                any = true;
                if (IsFull || (_since is { } since && LogLines.MomentOf(line) < since)) continue;
                var bytes = Encoding.UTF8.GetBytes((query.Timestamps || !query.NeedsTimes ? line : LogLines.TextOf(line)) + "\n");
                var length = (int)Math.Min(bytes.Length, _left);
                await response.Body.WriteAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                _left -= length;
            }
            // Headers too: who follows a silent log waits for them.
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            return any;
        }
    }
}
