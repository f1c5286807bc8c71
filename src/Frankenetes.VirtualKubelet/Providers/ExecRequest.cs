namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>What to run and how.</summary>
/// <param name="Command">The program and its arguments, as given: no shell comes between. Empty for attach.</param>
/// <param name="Terminal">Whether the command gets a terminal; standard error is then part of the output.</param>
public sealed record ExecRequest(IReadOnlyList<string> Command, bool Terminal);
