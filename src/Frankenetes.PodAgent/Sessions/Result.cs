namespace Frankenetes.PodAgent.Sessions;

/// <summary>How a request ended.</summary>
/// <param name="Code">A command's exit code, 128 + n after signal n, 126 or 127 where it could not be started; 0 or 1 for what is no command.</param>
/// <param name="Error">Why it failed; null where it did what was asked.</param>
internal sealed record Result(int Code, string? Error = null);
