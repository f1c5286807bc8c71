using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>XML in and out of requests.</summary>
internal static class XmlBodies
{
    private static readonly XmlWriterSettings OutSettings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = true };
    private static readonly XmlReaderSettings InSettings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Sends a document; the answer to a HEAD request stays without a body.</summary>
    public static async Task WriteAsync(HttpContext context, Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, OutSettings))
        {
            writer.WriteStartDocument();
            write(writer);
        }

        context.Response.ContentType = "application/xml";
        context.Response.ContentLength = buffer.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Reads the request's document; null when there is no body.</summary>
    public static async Task<XElement?> ReadAsync(StorageRequest request, int limitBytes)
    {
        var body = await Bodies.ReadAsync(request, limitBytes).ConfigureAwait(false);
        if (body.Length == 0) return null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), InSettings);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            throw StorageErrors.InvalidXml();
        }
    }

    /// <summary>Writes an element with text. A name that XML cannot hold is percent-encoded and marked so, as Azure does.</summary>
    public static void WriteName(XmlWriter writer, string element, string name)
    {
        writer.WriteStartElement(element);
        if (name.All(IsText))
        {
            writer.WriteString(name);
        }
        else
        {
            writer.WriteAttributeString("Encoded", "true");
            writer.WriteString(Uri.EscapeDataString(name));
        }

        writer.WriteEndElement();
    }

    /// <summary>Text from a client without what XML cannot hold, for places where the exact text does not matter.</summary>
    public static string Printable(string text) => text.All(IsText) ? text : string.Concat(text.Select(character => IsText(character) ? character : '?'));

    // A carriage return is legal and would come back as a line feed.
    private static bool IsText(char character) => character != '\r' && (XmlConvert.IsXmlChar(character) || char.IsSurrogate(character));

    /// <summary>Writes a Metadata element with one child for each pair.</summary>
    public static void WriteMetadata(XmlWriter writer, IReadOnlyDictionary<string, string> metadata)
    {
        writer.WriteStartElement("Metadata");
        foreach (var (name, value) in metadata) writer.WriteElementString(name, value);
        writer.WriteEndElement();
    }

    /// <summary>Writes an element unless its value is null.</summary>
    public static void WriteOptional(XmlWriter writer, string element, string? value)
    {
        if (value is not null) writer.WriteElementString(element, value);
    }
}
