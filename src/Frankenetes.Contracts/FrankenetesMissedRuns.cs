namespace Frankenetes.Contracts;

/// <summary>The runs of one CronJob that a sleeping cluster missed. Its controller makes up for the last of them at most.</summary>
public sealed class FrankenetesMissedRuns
{
    /// <summary>The CronJob's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The CronJob's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>Such as <c>default/backup: 12</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}: {Count}";
}
