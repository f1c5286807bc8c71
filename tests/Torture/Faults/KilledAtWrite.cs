using Microsoft.AspNetCore.Http;

namespace Frankenetes.Torture.Faults;

/// <summary>Kills the scene's container at a write request, once, and starts it again on its volume.</summary>
internal sealed class KilledAtWrite(WritePoint point, Scene scene)
{
    private int _left = point.Skip + 1;

    public bool IsDone { get; private set; }

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (WritePoint.KindOf(context.Request) != point.Kind || Interlocked.Decrement(ref _left) != 0)
        {
            await next(context);
            return;
        }

        if (point.Executed)
        {
            // The answer goes nowhere.
            context.Response.Body = Stream.Null;
            await next(context);
        }

        await scene.Host.KillProcessAsync(container: true);
        scene.Host.StartProcess();
        IsDone = true;
        context.Abort();
    }
}
