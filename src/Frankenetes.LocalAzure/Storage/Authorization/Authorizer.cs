using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>Finds out who calls: every request is signed, by an account key or by a SAS made from one.</summary>
internal static class Authorizer
{
    /// <summary>Verifies the request's signature and that it covers the operation.</summary>
    /// <param name="request">The request.</param>
    /// <param name="service"><c>blob</c> or <c>file</c>.</param>
    /// <param name="requirement">What the operation asks for.</param>
    /// <param name="policies">The stored access policies of the container or share.</param>
    public static Grant Authorize(StorageRequest request, string service, AccessRequirement requirement, IReadOnlyList<StoredAccessPolicy> policies)
    {
        var grant = Identify(request, service, requirement, policies);
        requirement.Demand(grant);
        return grant;
    }

    private static Grant Identify(StorageRequest request, string service, AccessRequirement requirement, IReadOnlyList<StoredAccessPolicy> policies)
    {
        if (request.Header("Authorization") is { } authorization) return IdentifyByHeader(request, authorization);
        if (request.Query("sig") is null) throw StorageErrors.NoAuthenticationInformation();
        return request.Query("ss") is not null
            ? AccountSas.Verify(request, service, requirement.ResourceType)
            : ServiceSas.Verify(request, service, policies);
    }

    private static Grant IdentifyByHeader(StorageRequest request, string authorization)
    {
        const string scheme = "SharedKey ";
        if (!authorization.StartsWith(scheme, StringComparison.Ordinal)) throw StorageErrors.AuthenticationFailed("Of authorization schemes only SharedKey is served here.");
        SharedKey.Verify(request, authorization[scheme.Length..]);
        return Grant.Everything;
    }
}
