using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>When and how a SAS may be used.</summary>
internal static class SasWindow
{
    /// <summary>Refuses a SAS that is not valid yet, is no longer, or wants another protocol. A range of addresses (<c>sip</c>) is signed but not
    /// enforced: on one machine every client comes from an address that the SAS's maker could not foresee.</summary>
    public static void Demand(StorageRequest request, string? start, string? expiry)
    {
        if (expiry is null) throw StorageErrors.AuthenticationFailed("Neither the SAS nor a stored access policy states when it expires.");
        if (Time(expiry) <= request.Now) throw StorageErrors.AuthenticationFailed($"Signature not valid in the specified time frame: it expired at {expiry}.");
        if (start is not null && Time(start) > request.Now) throw StorageErrors.AuthenticationFailed($"Signature not valid in the specified time frame: it starts at {start}.");
        if (request.Query("spr") == "https" && !request.Http.IsHttps) throw StorageErrors.ProtocolMismatch();
    }

    private static DateTimeOffset Time(string text) =>
        HttpTime.TryParse(text, out var time) ? time : throw StorageErrors.AuthenticationFailed("A time of the SAS cannot be read.");
}
