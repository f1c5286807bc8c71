namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Gives every answer the ids that Azure's clients print with an error.</summary>
internal static class RequestIds
{
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        var id = Guid.NewGuid().ToString();
        var correlation = context.Request.Headers["x-ms-correlation-request-id"].ToString();
        context.TraceIdentifier = id;
        context.Response.Headers["x-ms-request-id"] = id;
        context.Response.Headers["x-ms-correlation-request-id"] = Guid.TryParse(correlation, out _) ? correlation : id;
        return next(context);
    }
}
