namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>An answer in ARM's error envelope. Made by <see cref="ArmErrors"/> alone.</summary>
internal sealed class ArmException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Seconds for the Retry-After header; null = none.</summary>
    public int? RetryAfter { get; init; }

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.Headers["x-ms-error-code"] = Code;
        if (RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // An answer to HEAD has no body; ASP.NET Core would refuse one.
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsJsonAsync(new { error = new { code = Code, message = Message } }, ArmJson.Options, context.RequestAborted);
    }
}
