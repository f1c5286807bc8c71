using System.Text.Json;
using Azure;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Control;

/// <summary>Follows control/state.json.</summary>
internal sealed class ControlReader(BlobStore blobs, TimeProvider time, ILogger logger)
{
    private const string Name = "state.json";
    private ETag? _tag;
    private DateTimeOffset? _lostSince;

    /// <summary>The newest state read; null = none yet.</summary>
    public ControlState? Latest { get; private set; }

    /// <summary>Looks once. A storage that is away changes nothing: it must not stop the cluster.</summary>
    /// <returns>False where storage did not answer.</returns>
    public async Task<bool> PollAsync(CancellationToken cancellation)
    {
        try
        {
            var read = await blobs.ReadAsync(Name, _tag, cancellation);
            Regained();
            if (read.Outcome == BlobReadOutcome.Read)
                Take(read);
            return true;
        }
        catch (StorageException e)
        {
            Lost(e.Message);
            return false;
        }
    }

    private void Take(BlobRead read)
    {
        _tag = read.ETag;
        try
        {
            Latest = JsonSerializer.Deserialize(read.Content.Span, KeeperJson.Default.ControlState);
        }
        catch (JsonException e)
        {
            logger.LogError("'{Name}' is not a control state: {Reason}", Name, e.Message);
        }
    }

    private void Lost(string reason)
    {
        if (_lostSince is not null)
            return;
        _lostSince = time.GetUtcNow();
        logger.LogWarning("The control container does not answer, requests are not heard: {Reason}", reason);
    }

    private void Regained()
    {
        if (_lostSince is { } since)
            logger.LogInformation("The control container answers again; it did not since {Since:O}.", since);
        _lostSince = null;
    }
}
