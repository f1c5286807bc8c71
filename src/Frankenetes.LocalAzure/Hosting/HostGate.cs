using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Refuses any Host that is not ours (a page in a browser could otherwise rebind a name of its own to this address), and notes the target.</summary>
internal sealed class HostGate(RequestDelegate next, Authorities authorities)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = authorities.Resolve(context.Request.Host, context.Connection.LocalPort);
        if (target is null)
            return ArmErrors.MisdirectedRequest(context.Request.Host.Value ?? "").WriteAsync(context);
        context.Items[typeof(RequestTarget)] = target;
        return next(context);
    }
}
