namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>A refusal in Azure Storage's terms. <see cref="StorageErrors"/> makes them all.</summary>
internal sealed class StorageException(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What goes into <c>x-ms-error-code</c> and the body's <c>Code</c>.</summary>
    public string Code { get; } = code;

    /// <summary>More elements of the error's body, such as <c>AuthenticationErrorDetail</c>; never a secret.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>More headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
