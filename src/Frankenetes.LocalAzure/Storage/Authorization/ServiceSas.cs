using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>A SAS for one container, blob, share or file (learn.microsoft.com/rest/api/storageservices/create-service-sas).</summary>
internal static class ServiceSas
{
    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("rscc", "Cache-Control"), ("rscd", "Content-Disposition"), ("rsce", "Content-Encoding"), ("rscl", "Content-Language"), ("rsct", "Content-Type"),
    ];

    /// <summary>Verifies the SAS of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="service"><c>blob</c> or <c>file</c>.</param>
    /// <param name="policies">The stored access policies of the container or share; empty when it does not exist.</param>
    public static Grant Verify(StorageRequest request, string service, IReadOnlyList<StoredAccessPolicy> policies)
    {
        var signature = request.Query("sig") ?? string.Empty;
        if (!Hmac.Verify(request.Account, StringToSign(request, service), signature)) throw StorageErrors.AuthenticationFailed("Signature did not match.");
        var policy = Policy(request, policies);
        SasWindow.Demand(request, Either(request, "st", policy?.Start), Either(request, "se", policy?.Expiry));
        var permissions = Either(request, "sp", policy?.Permissions) ?? throw StorageErrors.AuthenticationFailed("Neither the SAS nor its policy grants a permission.");
        return new Grant(GrantKind.ServiceSas, permissions) { ResponseHeaders = ResponseHeaders(request) };
    }

    private static string StringToSign(StorageRequest request, string service)
    {
        string Field(string name) => request.Query(name) ?? string.Empty;
        var version = Field("sv");
        List<string> fields = [Field("sp"), Field("st"), Field("se"), Resource(request, service), Field("si"), Field("sip"), Field("spr"), version];
        if (service == "blob" && string.CompareOrdinal(version, "2018-11-09") >= 0)
        {
            fields.AddRange([Field("sr"), Field("snapshot")]);
            if (string.CompareOrdinal(version, "2020-12-06") >= 0) fields.Add(Field("ses"));
        }

        fields.AddRange(Overrides.Select(each => Field(each.Parameter)));
        return string.Join('\n', fields);
    }

    private static string Resource(StorageRequest request, string service)
    {
        var kind = request.Query("sr");
        var whole = $"/{service}/{request.Account.Name}/{request.Target.First}";
        return kind switch
        {
            "c" when service == "blob" => whole,
            "s" when service == "file" => whole,
            "b" when service == "blob" => $"{whole}/{request.Target.Rest}",
            "f" when service == "file" => $"{whole}/{request.Target.Rest}",
            _ => throw StorageErrors.AuthenticationFailed($"A SAS with sr={kind} is not served by this service."),
        };
    }

    private static StoredAccessPolicy? Policy(StorageRequest request, IReadOnlyList<StoredAccessPolicy> policies)
    {
        if (request.Query("si") is not { Length: > 0 } id) return null;
        return policies.FirstOrDefault(policy => policy.Id == id) ?? throw StorageErrors.AuthenticationFailed("The stored access policy that the SAS names does not exist.");
    }

    private static string? Either(StorageRequest request, string parameter, string? ofPolicy)
    {
        var ofSas = request.Query(parameter) is { Length: > 0 } text ? text : null;
        if (ofSas is not null && ofPolicy is not null) throw StorageErrors.AuthenticationFailed($"Both the SAS and its stored access policy state {parameter}.");
        return ofSas ?? ofPolicy;
    }

    private static Dictionary<string, string> ResponseHeaders(StorageRequest request) => Overrides
        .Select(each => (each.Header, Value: request.Query(each.Parameter)))
        .Where(each => each.Value is { Length: > 0 } value && HeaderText.IsPlain(value))
        .ToDictionary(each => each.Header, each => each.Value!);
}
