using System.Collections.Concurrent;
using System.Text;
using Azure;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation.Starting;
using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>
/// What containers said at their end. The pod agent that started a program leaves it as the last line of the container's log, which is all of a container that outlives it; of a run before the present one it is kept
/// beside the program.
/// </summary>
/// <param name="groups">The pods' groups.</param>
/// <param name="former">Asks for what is kept of former runs; null: nobody can.</param>
/// <param name="allowance">Counts reads.</param>
/// <param name="time">The clock.</param>
internal sealed class LastMessages(PodGroups groups, IFormerRuns? former, ArmAllowance allowance, TimeProvider time)
{
    // As docs/contracts.md, section 7, says.
    private const string Mark = "frankenetes-pod message ";

    // How far a log may lag behind: what left no message by then left none.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(30);

    // A look at a pod is not held up by one of its containers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(string Uid, string Container), (DateTimeOffset? FinishedAt, string Message)> _known = new();

    /// <summary>The log without our line.</summary>
    public static async Task<string> HideAsync(Func<int?, Task<string>> read, int? tail)
    {
        var log = await read(tail).ConfigureAwait(false);
        if (Find(log) is null) return log;
        // Engines count a line that was written in pieces more than once.
        if (tail is not null) log = await read(null).ConfigureAwait(false);
        log = log[..(log.TrimEnd('\n').LastIndexOf('\n') + 1)];
        return tail is { } count ? string.Concat(log.Split('\n')[..^1].TakeLast(count).Select(line => line + "\n")) : log;
    }

    /// <summary>The instance with its containers' messages.</summary>
    public async Task<PodInstance> AddAsync(PodKey pod, ContainerGroupData group, PodInstance instance, CancellationToken cancellationToken)
    {
        // An agent that gives its place to the program may still say why it could not.
        var started = group.Containers.Select(container => (container.Name, container.Command)).Concat((group.InitContainers ?? []).Select(container => (container.Name, container.Command)))
            .Where(container => StartedPrograms.IsIn(container.Command)).ToList();
        if (started.Count == 0) return instance;
        var containers = new Dictionary<string, ContainerInstance>(instance.Containers);
        foreach (var (name, command) in started)
            if (containers.TryGetValue(name, out var container)) containers[name] = await AddAsync(pod, instance.Uid, name, StartedPrograms.HasParent(command), container, cancellationToken).ConfigureAwait(false);
        return instance with { Containers = containers };
    }

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid)
    {
        foreach (var place in _known.Keys.Where(place => place.Uid == uid)) _known.TryRemove(place, out _);
    }

    private async Task<ContainerInstance> AddAsync(PodKey pod, string uid, string name, bool parent, ContainerInstance container, CancellationToken cancellationToken)
    {
        if (container.Current is { IsOver: true } ended) return container with { Current = await AddAsync(uid, name, ended, token => FromLogAsync(pod, name, token), cancellationToken).ConfigureAwait(false) };
        if (container.Previous is not { } previous) return container;
        // While it waits to be started again its log is still the last run's.
        var source = container.Current is null ? (Func<CancellationToken, Task<string?>>)(token => FromLogAsync(pod, name, token)) : token => FormerAsync(pod, name, parent, token);
        return container with { Previous = await AddAsync(uid, name, previous, source, cancellationToken).ConfigureAwait(false) };
    }

    private async Task<ContainerRun> AddAsync(string uid, string name, ContainerRun run, Func<CancellationToken, Task<string?>> find, CancellationToken cancellationToken)
    {
        var place = (uid, name);
        if (!_known.TryGetValue(place, out var known) || known.FinishedAt != run.FinishedAt)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                var found = await find(either.Token).ConfigureAwait(false);
                if (found is null && time.GetUtcNow() - run.FinishedAt < Lag) return run;
                known = _known[place] = (run.FinishedAt, found ?? "");
            }
            // The instance is known: it is told without the message rather than not at all, and the next look asks again.
            catch (Exception unread) when (unread is RequestFailedException or ProviderException or SessionException || (unread is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return run;
            }
        }
        return known.Message.Length > 0 ? run with { Message = known.Message } : run;
    }

    // Null: it is not there, or not yet: a log may lag behind, and one that is begun anew is another run's.
    private async Task<string?> FromLogAsync(PodKey pod, string container, CancellationToken cancellationToken)
    {
        allowance.Read();
        try
        {
            return Find(await groups.GetLogsAsync(pod, container, 1, false, cancellationToken).ConfigureAwait(false));
        }
        catch (RequestFailedException none) when (none.ErrorCode == "ContainerLogNotAvailable")
        {
            return null;
        }
    }

    private async Task<string?> FormerAsync(PodKey pod, string container, bool parent, CancellationToken cancellationToken) =>
        parent && former is not null ? await former.ReadAsync(pod, container, message: true, cancellationToken).ConfigureAwait(false) ?? "" : "";

    private static string? Find(string log)
    {
        var line = log.TrimEnd('\n');
        line = line[(line.LastIndexOf('\n') + 1)..];
        var at = line.IndexOf(Mark, StringComparison.Ordinal);
        // Where times are asked for, one stands before it.
        if (at < 0 || line[..at].TrimEnd().Contains(' ')) return null;
        var bytes = new byte[line.Length];
        return Convert.TryFromBase64String(line[(at + Mark.Length)..].Trim(), bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : null;
    }
}
