using System.Globalization;
using Frankenetes.LocalAzure.ContainerInstance.Running;
using Frankenetes.LocalAzure.ContainerInstance.Terminals;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Routes;

/// <summary>What can be asked of one container: its log, a program in it, its output as it comes.</summary>
internal sealed class ContainerRoutes(ContainerGroups groups, ResourceGroups resourceGroups, TerminalSessions sessions, Services services)
{
    private const string Path = ContainerGroupRoutes.Path + "/{name}/containers/{container}";

    /// <summary>ACI gives no more of a log than its last 4 MB.</summary>
    private const int LogLimit = 4 * 1024 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path + "/logs", LogsAsync);
        routes.MapPost(Path + "/exec", ExecAsync);
        routes.MapPost(Path + "/attach", Attach);
        routes.MapGet(TerminalSessions.Path + "/{id}", ConnectAsync);
    }

    private async Task<IResult> LogsAsync(HttpContext context, string resourceGroup, string name, string container)
    {
        var status = StatusOf(resourceGroup, name, container);
        var tail = int.TryParse(context.Request.Query["tail"], NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines : (int?)null;
        var timestamps = bool.TryParse(context.Request.Query["timestamps"], out var wanted) && wanted;
        var content = status.ContainerId is { } id ? await services.Containers.LogsAsync(id, tail, timestamps, LogLimit, context.RequestAborted) : null;
        return Results.Json(new { content = content ?? throw ArmErrors.LogNotAvailable(container) }, ArmJson.Options);
    }

    private async Task<IResult> ExecAsync(HttpContext context, string resourceGroup, string name, string container)
    {
        var body = await ArmJson.ReadAsync<ExecBody>(context);
        if (string.IsNullOrWhiteSpace(body.Command))
            throw ArmErrors.InvalidRequestContent("The command to run is missing.");
        var id = RunningId(resourceGroup, name, container);
        var session = new TerminalSession(id, body.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries), body.TerminalSize?.Rows ?? 0, body.TerminalSize?.Cols ?? 0);
        return Results.Json(sessions.Open(context.Request.Host, session), ArmJson.Options);
    }

    private IResult Attach(HttpContext context, string resourceGroup, string name, string container) =>
        Results.Json(sessions.Open(context.Request.Host, new TerminalSession(RunningId(resourceGroup, name, container), null, 0, 0)), ArmJson.Options);

    private Task ConnectAsync(HttpContext context, string id) =>
        context.WebSockets.IsWebSocketRequest && sessions.Take(id) is { } session
            ? session.RunAsync(context, services.Client)
            : ArmErrors.NotFound(context.Request.Path).WriteAsync(context);

    private string RunningId(string resourceGroup, string name, string container) =>
        StatusOf(resourceGroup, name, container) is { ContainerId: { } id, Current.State: "Running" } ? id : throw ArmErrors.ContainerNotRunning(container);

    private ContainerStatus StatusOf(string resourceGroup, string name, string container)
    {
        var record = groups.Get(resourceGroups.Get(resourceGroup).Name, name).Record;
        return record.Properties.Containers!.Concat(record.Properties.InitContainers ?? []).Any(c => c.Name == container)
            ? record.StatusOf(container)
            : throw ArmErrors.ContainerNotFound(container, name);
    }

    private sealed record ExecBody(string? Command, TerminalSizeBody? TerminalSize);

    private sealed record TerminalSizeBody(int? Rows, int? Cols);
}
