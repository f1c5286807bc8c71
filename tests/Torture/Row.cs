namespace Frankenetes.Torture;

/// <summary>One kind of harm, done many times.</summary>
/// <param name="Name">What `--only` names.</param>
/// <param name="What">What is done, and which waits are shortened.</param>
/// <param name="Planned">How often in a whole run; null = as often as there are points, which are found by listing what a cmdlet asks for.</param>
/// <param name="Slice">How often in a build's tests.</param>
/// <param name="RunAsync">Does it that often, from a seed.</param>
internal sealed record Row(string Name, string What, int? Planned, int Slice, Func<RowRun, Task> RunAsync)
{
    /// <summary>What `--only` may name instead of rows.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["keepers", "clusters"];

    /// <summary>It takes a local Azure, and waits for containers more than it computes.</summary>
    public bool IsOfWholeClusters { get; init; }

    public string Kind => Kinds[IsOfWholeClusters ? 1 : 0];
}
