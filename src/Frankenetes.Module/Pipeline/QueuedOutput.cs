using System.Collections.Concurrent;
using System.Management.Automation;

namespace Frankenetes.Module.Pipeline;

/// <summary>Puts what is said on the queue that the pipeline thread empties.</summary>
internal sealed class QueuedOutput(BlockingCollection<Action<Cmdlet>> queue, CancellationToken stop) : ICmdletOutput
{
    public void Object(object value) => Say(cmdlet => cmdlet.WriteObject(value));

    public void Error(Exception failure, object? target) => Say(cmdlet => cmdlet.WriteError(ErrorTranslator.ToErrorRecord(failure, target)));

    public void Warning(string text) => Say(cmdlet => cmdlet.WriteWarning(text));

    public void Verbose(string text) => Say(cmdlet => cmdlet.WriteVerbose(text));

    public void Progress(string activity, string status, int percent)
    {
        var record = new ProgressRecord(0, activity, status) { PercentComplete = percent };
        if (percent >= 100)
            record.RecordType = ProgressRecordType.Completed;
        try
        {
            queue.TryAdd(cmdlet => cmdlet.WriteProgress(record));
        }
        catch (InvalidOperationException)
        {
            // The queue is closed: nobody watches any more.
        }
    }

    private void Say(Action<Cmdlet> write) => queue.Add(write, stop);
}
