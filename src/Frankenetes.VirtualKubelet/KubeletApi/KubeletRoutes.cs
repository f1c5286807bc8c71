using Frankenetes.VirtualKubelet.KubeletApi.Access;
using Frankenetes.VirtualKubelet.KubeletApi.Sessions;
using Frankenetes.VirtualKubelet.KubeletApi.Stats;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>The kubelet's addresses. Source: Kubernetes, pkg/kubelet/server.</summary>
internal sealed class KubeletRoutes(KubeletGate gate, PodStore store, ContainerLogStream logs, StatsEndpoint stats, SessionEndpoints? sessions, ILogger logger)
{
    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await gate.CheckAsync(context).ConfigureAwait(false);
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (KubeletRequestException wrong) when (!context.Response.HasStarted)
        {
            await TextAsync(context, wrong.Status, wrong.Message).ConfigureAwait(false);
        }
        catch (ProviderException failed) when (!context.Response.HasStarted)
        {
            logger.LogWarning("{Path}: {Reason}: {Message}", context.Request.Path, failed.Reason, failed.Message);
            await TextAsync(context, failed.Failure == ProviderFailure.Absent ? 404 : 502, failed.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Trim('/').Split('/');
        return parts switch
        {
            ["healthz"] => TextAsync(context, 200, "ok"),
            ["pods"] => PodsAsync(context, PodListing.All(store.All)),
            ["stats", "summary"] => stats.SummaryAsync(context),
            ["metrics", "resource"] => stats.MetricsAsync(context),
            ["containerLogs", var space, var pod, var container] => logs.WriteAsync(new PodKey(space, pod), container, LogQuery.Parse(context.Request.Query), context),
            ["runningpods"] => PodsAsync(context, PodListing.Running(store.All)),
            ["exec" or "attach" or "portForward" or "run", ..] when sessions is null => TextAsync(context, 501, $"{parts[0]} is not supported by this node"),
            ["exec" or "attach" or "portForward" or "run", ..] => sessions.Find(context, parts) ?? TextAsync(context, 404, "404 page not found"),
            _ => TextAsync(context, 404, "404 page not found"),
        };
    }

    private static Task PodsAsync(HttpContext context, IEnumerable<V1Pod> pods)
    {
        context.Response.ContentType = "application/json";
        var list = new V1PodList { ApiVersion = "v1", Kind = "PodList", Items = [.. pods] };
        return context.Response.WriteAsync(KubernetesJson.Serialize(list), context.RequestAborted);
    }

    private static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
