namespace Frankenetes.Shell.Tests.Sessions;

/// <summary>What the sample cmdlet gives: more properties than its view shows.</summary>
public sealed record ShellSample(string Name, int Number);
