namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>The client's terminal has this size now. Source: k8s.io/client-go/tools/remotecommand, TerminalSize.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct TerminalResize(ushort Width, ushort Height);
