using Frankenetes.LocalAzure.Engine;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Turns whatever went wrong below it into ARM's error envelope; an address that nothing serves, too.</summary>
internal sealed class ErrorBoundary(RequestDelegate next, ILogger<ErrorBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.GetEndpoint() is null && context.Response.StatusCode == 404)
                await ArmErrors.NotFound(context.Request.Path).WriteAsync(context);
            else if (!context.Response.HasStarted && context.Response.StatusCode == 405)
                await ArmErrors.MethodNotAllowed(context.Request.Method).WriteAsync(context);
        }
        catch (ArmException e) when (!context.Response.HasStarted)
        {
            await e.WriteAsync(context);
        }
        catch (EngineUnavailableException e) when (!context.Response.HasStarted)
        {
            logger.LogError("{Method} {Path}: {Message}", context.Request.Method, context.Request.Path, e.Message);
            await ArmErrors.EngineUnavailable(e.Message).WriteAsync(context);
        }
        catch (IOException e) when (IsDiskFull(e) && !context.Response.HasStarted)
        {
            logger.LogError("{Method} {Path}: {Message}", context.Request.Method, context.Request.Path, e.Message);
            await ArmErrors.DiskFull().WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody reads an answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            logger.LogError(e, "{Method} {Path} failed; request id {RequestId}", context.Request.Method, context.Request.Path, context.TraceIdentifier);
            await ArmErrors.InternalServerError(context.TraceIdentifier).WriteAsync(context);
        }
    }

    private static bool IsDiskFull(IOException e)
    {
        const int noSpace = 28;
        const int overQuota = 122;
        return e.HResult is noSpace or overQuota;
    }
}
