using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>Waits by a watch until a pod is as it is wanted.</summary>
internal sealed class PodWait(PodClient pods, PodKey pod, PodGoal goal)
{
    private FrankenetesPod? _last;

    /// <summary>Waits; without a limit but the token's.</summary>
    /// <returns>The pod as it was then; null where it is gone, as was waited for, and was not seen at all.</returns>
    /// <exception cref="FrankenetesException">PodNotFound where it is not there or goes; PodEnded where it is too late for what is waited for.</exception>
    public async Task<FrankenetesPod?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in pods.Watch(PodQuery.Of(pod)).ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (IsOver(change))
                    break;
            }
        }
        catch (ApiServerRefusal refusal)
        {
            throw PodFailure.Of(refusal, pod.ToString());
        }

        return _last;
    }

    /// <summary>The failure to tell when the time is over.</summary>
    public FrankenetesException TooLate(TimeSpan limit)
    {
        var how = _last is null ? "It was not seen." : $"It is {_last.Status}, {_last.Ready} ready.{(_last.Message is { } message ? " " + PodFailure.Sentence(message) : "")}";
        return new FrankenetesException(ErrorCatalog.PodWaitTimeout, $"Pod '{pod}' was not {goal.Text} within {limit:g}. {how}", pod.ToString());
    }

    private bool IsOver(PodChange change)
    {
        if (change.Kind == PodChangeKind.Listed)
            return _last is null && IsGone();
        var seen = pods.Read(change.Pod, change.Kind == PodChangeKind.Deleted);
        // Another pod of the same name: the one that is meant is gone. Before the list's end it is not known whether it was ever there.
        if (pod.Uid is { } uid && seen.Uid != uid)
            return _last is not null && IsGone();
        _last = seen;
        if (goal.IsMet(seen))
            return true;
        if (seen.Deleted)
            throw new FrankenetesException(ErrorCatalog.PodNotFound, $"Pod '{pod}' was deleted before it was {goal.Text}.", pod.ToString());
        if (goal.IsLost(seen))
            throw new FrankenetesException(ErrorCatalog.PodEnded, $"Pod '{pod}' will not be {goal.Text}: it is {seen.Status}.", pod.ToString());
        return false;
    }

    private bool IsGone() => goal.IsDeleted ? true : throw pods.Absent(pod);
}
