namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>If-Match, If-None-Match, If-Modified-Since and If-Unmodified-Since of a request.</summary>
internal static class Preconditions
{
    /// <summary>Lets a change of an existing resource pass only when all conditions hold.</summary>
    public static void DemandForChange(StorageRequest request, string etag, DateTimeOffset lastModified)
    {
        if (!MatchHolds(request, etag) || !UnmodifiedHolds(request, lastModified)) throw StorageErrors.ConditionNotMet();
        if (request.Header("If-None-Match") is { } noneMatch && EntityTag.Matches(noneMatch, etag)) throw StorageErrors.ConditionNotMet();
        if (Time(request, "If-Modified-Since") is { } since && lastModified <= since) throw StorageErrors.ConditionNotMet();
    }

    /// <summary>Lets a creation pass. <c>If-None-Match: *</c> on an existing blob is a conflict of its own.</summary>
    public static void DemandForCreate(StorageRequest request, string? etag, DateTimeOffset? lastModified)
    {
        if (etag is null || lastModified is not { } changed)
        {
            if (request.Header("If-Match") is not null) throw StorageErrors.ConditionNotMet();
            return;
        }

        if (request.Header("If-None-Match") == "*") throw StorageErrors.BlobAlreadyExists();
        DemandForChange(request, etag, changed);
    }

    /// <summary>Lets a read pass, or says that the reader has this state already (304).</summary>
    public static void DemandForRead(StorageRequest request, string etag, DateTimeOffset lastModified)
    {
        if (!MatchHolds(request, etag) || !UnmodifiedHolds(request, lastModified)) throw StorageErrors.ConditionNotMet();
        if (request.Header("If-None-Match") is { } noneMatch)
        {
            if (EntityTag.Matches(noneMatch, etag)) throw StorageErrors.NotModified(etag);
        }
        else if (Time(request, "If-Modified-Since") is { } since && lastModified <= since)
        {
            throw StorageErrors.NotModified(etag);
        }
    }

    private static bool MatchHolds(StorageRequest request, string etag) => request.Header("If-Match") is not { } match || EntityTag.Matches(match, etag);

    private static bool UnmodifiedHolds(StorageRequest request, DateTimeOffset lastModified) =>
        Time(request, "If-Unmodified-Since") is not { } since || lastModified <= since;

    private static DateTimeOffset? Time(StorageRequest request, string header) => request.Header(header) is not { } text
        ? null
        : HttpTime.TryParse(text, out var time) ? time : throw StorageErrors.InvalidHeader(header);
}
