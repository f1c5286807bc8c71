namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>A stored access policy of a container or share: what a SAS that names it (<c>si</c>) is granted, for as long as the policy is there.</summary>
/// <param name="Id">Its name, 64 characters at most.</param>
/// <param name="Start">ISO 8601 as given; null leaves it to the SAS.</param>
/// <param name="Expiry">ISO 8601 as given; null leaves it to the SAS.</param>
/// <param name="Permissions">Permission letters; null leaves them to the SAS.</param>
internal sealed record StoredAccessPolicy(string Id, string? Start, string? Expiry, string? Permissions);
