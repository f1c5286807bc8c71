namespace Frankenetes.Contracts;

/// <summary>A failure with its evidence: what failed, on what, in which step, and what Azure said. It never holds a secret.</summary>
public sealed class FrankenetesException : Exception
{
    /// <summary>Makes a failure from its description.</summary>
    /// <param name="description">Which failure of <see cref="ErrorCatalog"/> it is.</param>
    /// <param name="message">What happened, in one or two sentences without secrets.</param>
    /// <param name="target">The name of what it happened to; null when nothing has a name.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public FrankenetesException(ErrorDescription description, string message, string? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        Target = target;
        RecommendedAction = description.RecommendedAction;
    }

    /// <summary>The failure's entry in <see cref="ErrorCatalog"/>.</summary>
    public ErrorDescription Description { get; }

    /// <summary>The stable id: the first part of PowerShell's FullyQualifiedErrorId.</summary>
    public string ErrorId => Description.Id;

    /// <summary>What sort of failure it is.</summary>
    public FrankenetesErrorKind Kind => Description.Kind;

    /// <summary>The name of what it happened to; null when nothing has a name.</summary>
    public string? Target { get; }

    /// <summary>What to do next; the catalogue's advice unless the failure knows better.</summary>
    public string RecommendedAction { get; init; }

    /// <summary>The step of the operation in which it happened; null outside of one.</summary>
    public string? Step { get; set; }

    /// <summary>The HTTP status that Azure answered; null when it did not answer.</summary>
    public int? AzureStatus { get; init; }

    /// <summary>The error code that Azure answered; null when it gave none.</summary>
    public string? AzureErrorCode { get; init; }

    /// <summary>Azure's id of the failed request, for its support; null when it gave none.</summary>
    public string? AzureRequestId { get; init; }
}
