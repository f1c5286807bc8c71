using System.Collections.Concurrent;

namespace Frankenetes.LocalAzure.Limits;

/// <summary>Counts what was asked of ARM and how often each container group was named: <c>GET /local-azure/requests</c>, for benchmarks.</summary>
internal sealed class RequestTally
{
    private readonly ConcurrentDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _groups = new(StringComparer.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/local-azure/requests", () => Results.Json(
        new { reads = Of("reads"), writes = Of("writes"), deletes = Of("deletes"), refused = Of("refused"), groups = _groups }, ResourceManager.ArmJson.Options));

    /// <param name="kind">reads, writes or deletes.</param>
    /// <param name="group">The container group that the address names; null = none.</param>
    public void Count(string kind, string? group)
    {
        Add(kind);
        if (group is not null)
            _groups.AddOrUpdate(group, 1, (_, calls) => calls + 1);
    }

    public void CountRefused() => Add("refused");

    private void Add(string kind) => _kinds.AddOrUpdate(kind, 1, (_, calls) => calls + 1);

    private long Of(string kind) => _kinds.GetValueOrDefault(kind);
}
