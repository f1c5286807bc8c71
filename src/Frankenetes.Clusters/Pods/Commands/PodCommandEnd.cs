namespace Frankenetes.Clusters.Pods.Commands;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record PodCommandEnd(int ExitCode, byte[] Output, byte[] Error);
