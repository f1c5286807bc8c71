using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>A SAS for kinds of resources of a whole account (learn.microsoft.com/rest/api/storageservices/create-account-sas).</summary>
internal static class AccountSas
{
    private static readonly string[] SignedFields = ["sp", "ss", "srt", "st", "se", "sip", "spr", "sv"];

    /// <summary>Verifies the SAS of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="service"><c>blob</c> or <c>file</c>; its first letter must be among the SAS's services.</param>
    /// <param name="resourceType">The operation's level: <c>s</c>, <c>c</c> or <c>o</c>.</param>
    public static Grant Verify(StorageRequest request, string service, char resourceType)
    {
        var fields = SignedFields.Select(name => request.Query(name) ?? string.Empty).Prepend(request.Account.Name);
        if (string.CompareOrdinal(request.Query("sv"), "2020-12-06") >= 0) fields = fields.Append(request.Query("ses") ?? string.Empty);
        var text = string.Join('\n', fields) + "\n";
        if (!Hmac.Verify(request.Account, text, request.Query("sig") ?? string.Empty)) throw StorageErrors.AuthenticationFailed("Signature did not match.");
        SasWindow.Demand(request, request.Query("st") is { Length: > 0 } start ? start : null, request.Query("se"));
        if (request.Query("ss")?.Contains(service[0], StringComparison.Ordinal) != true) throw StorageErrors.ServiceMismatch();
        if (request.Query("srt")?.Contains(resourceType, StringComparison.Ordinal) != true) throw StorageErrors.ResourceTypeMismatch();
        return new Grant(GrantKind.AccountSas, request.Query("sp") ?? string.Empty);
    }
}
