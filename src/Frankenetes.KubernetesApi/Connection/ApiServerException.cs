using System.Net;

namespace Frankenetes.KubernetesApi.Connection;

/// <summary>The API server answered, and its answer was an error.</summary>
public sealed class ApiServerException : Exception
{
    /// <summary>An answer with no body worth keeping.</summary>
    public ApiServerException(HttpStatusCode status, string? reason, string message)
        : base(message)
    {
        Status = status;
        Reason = reason;
    }

    /// <summary>The HTTP status; 410 also when a watch ended with an <c>Expired</c> error line.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The machine-readable <c>reason</c> of Kubernetes' Status object (<c>Conflict</c>, <c>AlreadyExists</c> ...), null when it sent none.</summary>
    public string? Reason { get; }
}
