namespace Frankenetes.Clusters.Lifecycle;

/// <summary>One step of an operation. Done twice it does no harm: an operation that was broken off is run again from its start.</summary>
/// <param name="Name">Its name in the record and in errors.</param>
/// <param name="Title">What it does, in words for a progress bar.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record Step(string Name, string Title, Func<CancellationToken, Task> RunAsync);
