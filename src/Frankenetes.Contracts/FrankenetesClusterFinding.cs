namespace Frankenetes.Contracts;

/// <summary>One thing about a cluster that is not as it should be.</summary>
public sealed class FrankenetesClusterFinding
{
    /// <summary>Error: something does not work, or would be lost. Warning: it works, and will not always.</summary>
    public required string Severity { get; init; }

    /// <summary>What it is about: <c>record</c>, <c>operation</c>, <c>group control-plane</c>, <c>api-server</c>, <c>node NAME</c>, <c>protection</c>, <c>certificates</c>, <c>snapshot</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do.</summary>
    public required string Advice { get; init; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() => $"{Severity}: {Subject}: {Message} {Advice}";
}
