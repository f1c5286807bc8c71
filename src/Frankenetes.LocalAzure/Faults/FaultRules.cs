using System.Text.RegularExpressions;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.Faults;

/// <summary>Injects latency and faults where a rule says so: for tests and benchmarks. Rules live as long as the process.</summary>
internal sealed class FaultRules(TimeProvider time)
{
    private const string Path = "/local-azure/faults";
    private readonly Lock _gate = new();
    private List<Armed> _rules = [];

    /// <summary>What a rule wants the request's operation to fail with; null = nothing.</summary>
    public static OperationError? FailureOf(HttpContext context) => context.Items[typeof(OperationError)] as OperationError;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, () =>
        {
            lock (_gate)
                return Results.Json(new FaultRuleList([.. _rules.Select(r => r.Remaining)]), ArmJson.Options);
        });
        routes.MapPut(Path, async context =>
        {
            var list = await ArmJson.ReadAsync<FaultRuleList>(context);
            var armed = (list.Rules ?? []).Select(r => new Armed(Checked(r))).ToList();
            lock (_gate)
                _rules = armed;
            context.Response.StatusCode = 204;
        });
    }

    public async Task Apply(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Path) || Take(context) is not { } rule)
        {
            await next(context);
            return;
        }

        if (rule.Delay is { } delay)
            await Task.Delay(delay, time, context.RequestAborted);
        if (rule.Drop)
            context.Abort();
        else if (rule.Status is { } status)
            await AnswerAsync(context, ArmErrors.Injected(status, rule.Code ?? "InjectedFault", rule.RetryAfter));
        else
        {
            context.Items[typeof(OperationError)] = rule.FailOperation;
            await next(context);
        }
    }

    /// <summary>Storage answers errors in XML, ARM in JSON; both name the code in the header.</summary>
    private static Task AnswerAsync(HttpContext context, ArmException error)
    {
        if (RequestTarget.Of(context).Service == AzureService.ResourceManager)
            return error.WriteAsync(context);
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/xml";
        context.Response.Headers["x-ms-error-code"] = error.Code;
        if (error.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var body = new System.Xml.Linq.XElement("Error", new System.Xml.Linq.XElement("Code", error.Code), new System.Xml.Linq.XElement("Message", error.Message));
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(body.ToString(), context.RequestAborted);
    }

    private FaultRule? Take(HttpContext context)
    {
        lock (_gate)
            return _rules.FirstOrDefault(r => r.Matches(context) && r.Use())?.Rule;
    }

    private static FaultRule Checked(FaultRule rule) =>
        rule.Status is < 200 or > 599 ? throw ArmErrors.InvalidFaultRule("status must be in 200 to 599.")
        : rule.Count < 0 || rule.Skip < 0 || rule.Delay < TimeSpan.Zero ? throw ArmErrors.InvalidFaultRule("count, skip and delay cannot be negative.")
        : rule.Service is not (null or "arm" or "blob" or "file") ? throw ArmErrors.InvalidFaultRule("service must be arm, blob or file.")
        : rule;

    /// <summary>A rule and what is left of it.</summary>
    private sealed class Armed(FaultRule rule)
    {
        private readonly Regex? _route = rule.Route is null ? null : Pattern(rule.Route);
        private int _skip = rule.Skip;
        private int _count = rule.Count ?? 1;

        public FaultRule Rule => rule;

        public FaultRule Remaining => rule with { Skip = _skip, Count = _count };

        public bool Matches(HttpContext context) =>
            _count > 0
            && (rule.Service is null || rule.Service == ServiceName(RequestTarget.Of(context).Service))
            && (_route is null || _route.IsMatch($"{context.Request.Method} {context.Request.Path}"));

        /// <summary>False while the request is one of those to let pass.</summary>
        public bool Use()
        {
            if (_skip > 0)
            {
                _skip--;
                return false;
            }

            _count--;
            return true;
        }

        private static Regex Pattern(string route)
        {
            var whole = route.Contains(' ', StringComparison.Ordinal) ? route : $"* {route}";
            return new Regex($"^{Regex.Escape(whole).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
        }

        private static string ServiceName(AzureService service) => service switch { AzureService.Blob => "blob", AzureService.File => "file", _ => "arm" };
    }
}
