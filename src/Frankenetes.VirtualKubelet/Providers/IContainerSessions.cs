using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>
/// What reaches into a running container: commands, its terminal, its ports. The streams belong to the caller, who closes them after the call; a read of 0 bytes from
/// <see cref="SessionStreams.Input"/> means that the client has closed it and that the command's own input is to be closed. A session ends when the command does or when
/// the token is cancelled (the client went away): then what was started must end too.
/// </summary>
public interface IContainerSessions
{
    /// <summary>
    /// Runs a command beside the container's own process and answers its exit code: 128 + n where signal n ended it, 126 or 127 where it could not be started (a line on the error stream says why).
    /// All output has been written to the streams when the answer comes.
    /// </summary>
    /// <exception cref="SessionException">The container is not there, is not running, or cannot do this; the message is for the user.</exception>
    Task<int> ExecAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken);

    /// <summary>Joins the streams of the container's own process, until that ends or the token is cancelled. <see cref="ExecRequest.Command"/> is empty.</summary>
    /// <exception cref="SessionException">As above; also where input was asked for and cannot be given.</exception>
    Task AttachAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken);

    /// <summary>
    /// Connects to a TCP port of the pod's own localhost and relays both ways. <paramref name="connection"/>: a read of 0 bytes means that the client will send no more (half-close); the
    /// call returns when the pod has closed its side and all of it was written.
    /// </summary>
    /// <exception cref="SessionException">The pod is not there, or nothing listens; the message is for the user.</exception>
    Task ForwardAsync(PodKey pod, int port, Stream connection, CancellationToken cancellationToken);
}
