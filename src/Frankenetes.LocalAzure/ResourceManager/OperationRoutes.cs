namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Where clients poll: the status document of Azure-AsyncOperation, and Location's 202 until done.</summary>
internal sealed class OperationRoutes(Operations operations, ResourceIds ids)
{
    private const string RetryAfterSeconds = "1";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/subscriptions/{subscription}/providers/Microsoft.ContainerInstance/locations/{location}/operations/{id}", Status);
        routes.MapGet("/subscriptions/{subscription}/operationresults/{id}", Result);
    }

    /// <summary>Sends the client to the status document of an operation on a container group.</summary>
    public void Announce(HttpContext context, AsyncOperation operation, string location)
    {
        var version = context.Request.Query["api-version"];
        context.Response.Headers["Azure-AsyncOperation"] =
            $"https://{context.Request.Host}{ids.Subscription}/providers/Microsoft.ContainerInstance/locations/{location}/operations/{operation.Id}?api-version={version}";
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
    }

    /// <summary>Sends the client to an address that answers 202 until the operation is done.</summary>
    public IResult Accepted(HttpContext context, AsyncOperation operation)
    {
        context.Response.Headers.Location = $"https://{context.Request.Host}{ids.Subscription}/operationresults/{operation.Id}?api-version={context.Request.Query["api-version"]}";
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.StatusCode(202);
    }

    private IResult Status(HttpContext context, string id)
    {
        var operation = operations.Find(id) ?? throw ArmErrors.OperationNotFound(id);
        if (operation.EndTime is null)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.Json(
            new { id = context.Request.Path.Value, name = operation.Id, status = operation.Status, startTime = operation.StartTime, endTime = operation.EndTime, error = operation.Error },
            ArmJson.Options);
    }

    private IResult Result(HttpContext context, string id)
    {
        var operation = operations.Find(id) ?? throw ArmErrors.OperationNotFound(id);
        if (operation.EndTime is null)
            return Accepted(context, operation);
        return operation.Error is { } error ? throw new ArmException(500, error.Code, error.Message) : Results.StatusCode(200);
    }
}
