namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>Text that goes back out as a header.</summary>
internal static class HeaderText
{
    /// <summary>True for printable ASCII: nothing else can be sent back in a header.</summary>
    public static bool IsPlain(string text) => text.All(character => character is >= ' ' and < '\x7f' or '\t');

    /// <summary>A header of the request that will be sent back later; null when it is absent.</summary>
    public static string? Plain(StorageRequest request, string name) =>
        request.Header(name) is not { } text ? null : IsPlain(text) ? text : throw StorageErrors.InvalidHeader(name);
}
