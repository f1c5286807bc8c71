using System.Globalization;
using Docker.DotNet.Models;
using Frankenetes.LocalAzure.ContainerInstance.Model;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Runs a running container's probes. A liveness probe that fails often enough kills it (the restart policy does the rest); a readiness probe only leaves events.</summary>
internal sealed class ContainerProbes(ContainerGroup group, Container spec, string id, Services services)
{
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5359", Justification = "A probe asks whether the server answers; a kubelet does not check its certificate either, and sends no secret.")]
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    });

    /// <summary>Completes when the token is cancelled; never fails.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
        LoopAsync(spec.Properties!.LivenessProbe, "Liveness", kills: true, cancellation),
        LoopAsync(spec.Properties!.ReadinessProbe, "Readiness", kills: false, cancellation));

    private async Task LoopAsync(Probe? probe, string kind, bool kills, CancellationToken cancellation)
    {
        if (probe is null)
            return;
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0), services.Time, cancellation);
            for (var failures = 0; ;)
            {
                var failure = await TryAsync(probe, cancellation);
                failures = failure is null ? 0 : failures + 1;
                if (failure is not null)
                    group.Note(spec.Name!, s => s, "Unhealthy", $"{kind} probe failed: {failure}", warning: true);
                if (kills && failures >= (probe.FailureThreshold ?? 3))
                {
                    group.Note(spec.Name!, s => s, "Killing", $"Container {spec.Name} failed liveness probe, will be restarted");
                    await services.Containers.KillAsync(id);
                    return;
                }

                await Task.Delay(TimeSpan.FromSeconds(probe.PeriodSeconds ?? 10), services.Time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The container has ended, or the group goes.
        }
        catch (Exception e)
        {
            services.Logger.LogWarning("The {Kind} probe of {Container} in {Group} ended: {Reason}", kind, spec.Name, group.Record.Name, e.Message);
        }
    }

    /// <summary>Null when the probe passed, else why not.</summary>
    private async Task<string?> TryAsync(Probe probe, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(probe.TimeoutSeconds ?? 1));
        try
        {
            return probe.Exec is { } exec ? await ExecAsync(exec, limit.Token) : await GetAsync(probe.HttpGet!, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "timed out";
        }
        catch (Exception e) when (e is HttpRequestException or Docker.DotNet.DockerApiException or IOException)
        {
            return e.Message;
        }
    }

    private async Task<string?> ExecAsync(ExecAction exec, CancellationToken cancellation)
    {
        var created = await services.Client.Exec.CreateContainerExecAsync(
            id, new ContainerExecCreateParameters { Cmd = exec.Command!, AttachStdout = true, AttachStderr = true }, cancellation);
        using var stream = await services.Client.Exec.StartContainerExecAsync(created.ID, new ContainerExecStartParameters(), cancellation);
        await stream.CopyOutputToAsync(Stream.Null, Stream.Null, Stream.Null, cancellation);
        var code = (await services.Client.Exec.InspectContainerExecAsync(created.ID, cancellation)).ExitCode;
        return code == 0 ? null : $"the command ended with exit code {code}";
    }

    private async Task<string?> GetAsync(HttpGetAction get, CancellationToken cancellation)
    {
        var path = get.Path is { Length: > 0 } given ? given.TrimStart('/') : "";
        var uri = string.Create(CultureInfo.InvariantCulture, $"{(get.Scheme ?? "http").ToLowerInvariant()}://{group.Record.Address}:{get.Port}/{path}");
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        foreach (var header in get.HttpHeaders ?? [])
            request.Headers.TryAddWithoutValidation(header.Name!, header.Value);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return (int)response.StatusCode is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {(int)response.StatusCode}";
    }
}
