using System.Globalization;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.Limits;

/// <summary>
/// Takes no more requests than Azure: ARM's buckets for reads, writes and deletes of one caller in one subscription and region, then Container Instances' own windows for creates and deletes of groups.
/// Source: ARM, "Understand how Azure Resource Manager throttles requests" (2024); Container Instances, "Resource availability and quota limits". There is one caller here, so there is one of each.
/// </summary>
internal sealed class RequestLimits(RequestLimitOptions options, RequestTally tally, Instance instance, TimeProvider time, ILogger<RequestLimits> logger)
{
    private const string Header = "x-ms-ratelimit-remaining-subscription-";
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TokenBucket> _buckets = new() { ["reads"] = new(250, 25, time), ["writes"] = new(200, 10, time), ["deletes"] = new(200, 10, time) };
    private readonly Dictionary<string, (RateWindow Short, RateWindow Long)> _groups = new() { ["writes"] = Windows(options, time), ["deletes"] = Windows(options, time) };
    private bool _told;

    public Task Apply(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/subscriptions", StringComparison.OrdinalIgnoreCase))
            return next(context);
        var kind = KindOf(context.Request.Method);
        var (group, isWhole) = GroupOf(context.Request.Path.Value!);
        tally.Count(kind, group);
        if (options.AreOn)
        {
            lock (_gate)
                Take(context, kind, isWhole && !HttpMethods.IsPatch(context.Request.Method));
        }

        return next(context);
    }

    private void Take(HttpContext context, string kind, bool isGroup)
    {
        var bucket = _buckets[kind];
        var wait = bucket.Take();
        Tell(context, kind, bucket.Remaining);
        if (wait is { } full)
            throw Refuse(ArmErrors.SubscriptionRequestsThrottled(kind.TrimEnd('s'), instance.SubscriptionId, instance.ClientId, Seconds(full)));
        if (!isGroup || !_groups.TryGetValue(kind, out var windows))
            return;
        var closed = new[] { windows.Short.Wait(), windows.Long.Wait() }.Max();
        if (closed is null)
        {
            windows.Short.Take();
            windows.Long.Take();
        }

        Tell(context, "resource-requests-pt5m", windows.Short.Remaining);
        Tell(context, "resource-requests-pt1h", windows.Long.Remaining);
        if (closed is { } until)
            throw Refuse(ArmErrors.GroupRequestsThrottled(kind, Seconds(until)));
    }

    // Said once: a client that is made to wait says the rest.
    private ArmException Refuse(ArmException refusal)
    {
        tally.CountRefused();
        if (!_told)
            logger.LogWarning("A client asks for more than Azure grants and is told to wait: {Message} (--limits says how much is granted; this is said once)", refusal.Message);
        _told = true;
        return refusal;
    }

    private static (RateWindow Short, RateWindow Long) Windows(RequestLimitOptions options, TimeProvider time) =>
        (new RateWindow(options.CreatesPerFiveMinutes, FiveMinutes, time), new RateWindow(options.CreatesPerHour, Hour, time));

    private static void Tell(HttpContext context, string what, int remaining) => context.Response.Headers[Header + what] = remaining.ToString(CultureInfo.InvariantCulture);

    private static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    private static string KindOf(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? "reads" : HttpMethods.IsDelete(method) ? "deletes" : "writes";

    /// <summary>The container group that an address names, and whether it names the group itself and nothing in it.</summary>
    private static (string? Group, bool IsWhole) GroupOf(string path)
    {
        const string type = "/providers/Microsoft.ContainerInstance/containerGroups/";
        var start = path.IndexOf(type, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return (null, false);
        var rest = path[(start + type.Length)..].Split('/');
        return (rest[0], rest.Length == 1);
    }
}
