namespace Frankenetes.LocalAzure.Faults;

/// <summary>What is to go wrong, and how often. Applies to the first <see cref="Count"/> matching requests after <see cref="Skip"/>, then is spent.</summary>
internal sealed record FaultRule
{
    /// <summary>A method and a path, <c>*</c> standing for anything: <c>PUT /subscriptions/*/containerGroups/*</c>; a path alone means every method, null every request.</summary>
    public string? Route { get; init; }

    /// <summary>arm, blob or file; null = any.</summary>
    public string? Service { get; init; }

    /// <summary>Null = 1.</summary>
    public int? Count { get; init; }

    public int Skip { get; init; }

    /// <summary>How long the request is held up first.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The status to answer instead; null = the request goes on.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds, for the Retry-After header of <see cref="Status"/>'s answer.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The error code of <see cref="Status"/>'s answer.</summary>
    public string? Code { get; init; }

    /// <summary>Breaks the connection without an answer.</summary>
    public bool Drop { get; init; }

    /// <summary>Lets the request be accepted and its long-running operation fail with this.</summary>
    public ResourceManager.OperationError? FailOperation { get; init; }
}
