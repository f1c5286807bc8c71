namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>How a request was signed.</summary>
internal enum GrantKind
{
    /// <summary>With an account key.</summary>
    SharedKey,

    /// <summary>A SAS for one container, blob, share or file.</summary>
    ServiceSas,

    /// <summary>A SAS for kinds of resources of the whole account.</summary>
    AccountSas,
}
