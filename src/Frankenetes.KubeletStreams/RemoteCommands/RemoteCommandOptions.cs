namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>Which streams an exec or attach has.</summary>
/// <param name="Input">Whether the client sends input.</param>
/// <param name="Output">Whether it wants standard output.</param>
/// <param name="Error">Whether it wants standard error apart; never with a terminal.</param>
/// <param name="Terminal">Whether the command runs on a terminal.</param>
public sealed record RemoteCommandOptions(bool Input, bool Output, bool Error, bool Terminal);
