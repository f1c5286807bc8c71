using System.Globalization;
using System.Text;
using System.Xml;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>One page of a listing, in order of name.</summary>
/// <param name="Items">What is on the page.</param>
/// <param name="NextMarker">What the client sends to get the next page; empty on the last one.</param>
internal sealed record ListingPage<T>(IReadOnlyList<T> Items, string NextMarker);

/// <summary>Pages of listings and the XML around them.</summary>
internal static class ListingPage
{
    /// <summary>Cuts the page out that <c>marker</c> and <c>maxresults</c> ask for. A marker is the last name seen, so pages stay right while entries come and go.</summary>
    public static ListingPage<T> Of<T>(StorageRequest request, IEnumerable<T> all, Func<T, string> name)
    {
        var after = ReadMarker(request);
        var size = request.PageSize();
        var left = after is null ? all : all.Where(item => string.CompareOrdinal(name(item), after) > 0);
        var sorted = left.ToList();
        sorted.Sort((one, other) => string.CompareOrdinal(name(one), name(other)));
        if (sorted.Count <= size) return new ListingPage<T>(sorted, string.Empty);
        return new ListingPage<T>(sorted[..size], WriteMarker(name(sorted[size - 1])));
    }

    /// <summary>Opens the result and the list in it, and repeats what was asked.</summary>
    public static void WriteStart(StorageRequest request, XmlWriter writer, string list, params IEnumerable<(string Name, string Value)> attributes)
    {
        writer.WriteStartElement("EnumerationResults");
        writer.WriteAttributeString("ServiceEndpoint", $"{request.Http.Scheme}://{request.Http.Host}/");
        foreach (var (name, value) in attributes) writer.WriteAttributeString(name, XmlBodies.Printable(value));
        foreach (var (parameter, element) in new[] { ("prefix", "Prefix"), ("marker", "Marker") })
        {
            if (request.Query(parameter) is { } value) XmlBodies.WriteName(writer, element, value);
        }

        if (request.Query("maxresults") is not null) writer.WriteElementString("MaxResults", request.PageSize().ToString(CultureInfo.InvariantCulture));
        if (request.Query("delimiter") is { } delimiter) XmlBodies.WriteName(writer, "Delimiter", delimiter);
        writer.WriteStartElement(list);
    }

    /// <summary>Closes what <see cref="WriteStart"/> opened.</summary>
    public static void WriteEnd(XmlWriter writer, string nextMarker)
    {
        writer.WriteEndElement();
        writer.WriteElementString("NextMarker", nextMarker);
        writer.WriteEndElement();
    }

    private static string WriteMarker(string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes(name));

    private static string? ReadMarker(StorageRequest request)
    {
        if (request.Query("marker") is not { Length: > 0 } marker) return null;
        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw StorageErrors.InvalidQuery("marker");
    }
}
