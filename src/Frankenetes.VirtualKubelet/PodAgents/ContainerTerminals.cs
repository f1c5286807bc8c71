using System.Net.WebSockets;
using System.Text;
using Azure;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Opens terminals in containers: a POST to ARM says where, a websocket leads there.</summary>
/// <param name="groups">The pods' groups.</param>
/// <param name="http">HTTP that trusts Azure's certificates.</param>
internal sealed class ContainerTerminals(PodGroups groups, HttpMessageInvoker http)
{
    /// <summary>Starts the pod agent, which every container finds in the same place.</summary>
    /// <exception cref="SessionException">The container is not there or does not run.</exception>
    public Task<ContainerTerminal> StartAgentAsync(PodKey pod, string container) =>
        ExecuteAsync(pod, container, TranslationSettings.PodAgentProgram, new TerminalSize(80, 24), CancellationToken.None);

    /// <summary>Starts one program; it can be given no arguments.</summary>
    /// <exception cref="SessionException">The container is not there or does not run.</exception>
    public Task<ContainerTerminal> ExecuteAsync(PodKey pod, string container, string program, TerminalSize size, CancellationToken cancellationToken) => OpenAsync(async () =>
    {
        var content = new ContainerExecContent { Command = program, TerminalSize = new ContainerExecRequestTerminalSize { Rows = size.Rows, Cols = size.Columns } };
        var place = await groups.ExecuteAsync(pod, container, content, cancellationToken).ConfigureAwait(false);
        var socket = await ConnectAsync(place, null, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(Encoding.UTF8.GetBytes(place.Password!), WebSocketMessageType.Text, true, cancellationToken).ConfigureAwait(false);
        return new ContainerTerminal(socket);
    });

    /// <summary>Joins the output of the container's own process.</summary>
    /// <exception cref="SessionException">As above.</exception>
    public Task<ContainerTerminal> AttachAsync(PodKey pod, string container, CancellationToken cancellationToken) => OpenAsync(async () =>
    {
        var place = await groups.AttachAsync(pod, container, cancellationToken).ConfigureAwait(false);
        return new ContainerTerminal(await ConnectAsync(place, place.Password, cancellationToken).ConfigureAwait(false));
    });

    private async Task<ClientWebSocket> ConnectAsync(ContainerExecResult place, string? authorization, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            if (authorization is not null) socket.Options.SetRequestHeader("Authorization", authorization);
            await socket.ConnectAsync(place.WebSocketUri!, http, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<ContainerTerminal> OpenAsync(Func<Task<ContainerTerminal>> open)
    {
        try
        {
            return await open().ConfigureAwait(false);
        }
        catch (RequestFailedException refused)
        {
            // The first line is ARM's words; the rest is headers.
            throw new SessionException($"{refused.ErrorCode}: {refused.Message.Split('\n')[0].Trim()}", refused);
        }
        catch (Exception unreachable) when (unreachable is WebSocketException or HttpRequestException or IOException)
        {
            throw new SessionException("the container's terminal cannot be reached", unreachable);
        }
    }
}
