namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>The copy that made a blob.</summary>
/// <param name="Id">The copy's id.</param>
/// <param name="Source">The source's address without its query, which may have been a SAS.</param>
/// <param name="CompletedAt">When it was done.</param>
internal sealed record CopyOrigin(string Id, string Source, DateTimeOffset CompletedAt);
