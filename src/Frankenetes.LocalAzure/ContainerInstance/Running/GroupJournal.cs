using System.Text.Json;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>
/// When each group was at work, in <c>group-journal.jsonl</c> of the state folder: a line of JSON for each start of a group (its making, and each start and restart after it), each end of all its containers, each stop
/// and each deletion. It tells what Azure would bill, as an invoice does, and is no part of Azure's surface.
/// </summary>
internal sealed class GroupJournal(StateFolder state, ILogger<GroupJournal> logger)
{
    private readonly string _path = state.File("group-journal.jsonl");
    private readonly Lock _lock = new();

    public void Note(string group, string happened, DateTimeOffset time)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new { time = time.UtcDateTime, group, @event = happened });
        try
        {
            lock (_lock)
            {
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
                file.Write([.. line, (byte)'\n']);
            }
        }
        catch (IOException e)
        {
            // A full disk takes no group down.
            logger.LogError("The journal of groups could not be written: {Reason}", e.Message);
        }
    }
}
