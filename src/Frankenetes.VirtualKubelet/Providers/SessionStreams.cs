namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>The client's ends of a session. Writes wait for a slow client; none of them needs to be buffered by who writes.</summary>
/// <param name="Input">Read for what the client types; null where it gives none.</param>
/// <param name="Output">Written with standard output; <see cref="Stream.Null"/> where the client does not want it.</param>
/// <param name="Error">Written with standard error; null where there is a terminal or the client does not want it.</param>
/// <param name="Resizes">The sizes of the client's terminal, the first one first; null without a terminal. Ends with the session.</param>
public sealed record SessionStreams(Stream? Input, Stream Output, Stream? Error, IAsyncEnumerable<TerminalSize>? Resizes);
