namespace Frankenetes.Shell.Tests.Sessions;

/// <summary>How a run of the shell ended, and all that it wrote.</summary>
public sealed record ShellResult(int ExitCode, string Output, string Error);
