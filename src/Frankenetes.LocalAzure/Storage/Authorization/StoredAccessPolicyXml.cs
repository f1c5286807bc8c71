using System.Xml;
using System.Xml.Linq;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>Stored access policies as <c>comp=acl</c> carries them.</summary>
internal static class StoredAccessPolicyXml
{
    private const int LimitBytes = 64 * 1024;
    private const int MostPolicies = 5;

    /// <summary>Reads the policies of a request; no body means none.</summary>
    public static async Task<IReadOnlyList<StoredAccessPolicy>> ReadAsync(StorageRequest request)
    {
        var root = await XmlBodies.ReadAsync(request, LimitBytes).ConfigureAwait(false);
        if (root is null) return [];
        if (root.Name != "SignedIdentifiers") throw StorageErrors.InvalidXml();
        var policies = root.Elements("SignedIdentifier").Select(Read).ToArray();
        var bad = policies.Length > MostPolicies || policies.DistinctBy(policy => policy.Id).Count() != policies.Length;
        return bad ? throw StorageErrors.InvalidXml() : policies;
    }

    /// <summary>Sends the policies.</summary>
    public static Task WriteAsync(HttpContext context, IReadOnlyList<StoredAccessPolicy> policies) => XmlBodies.WriteAsync(context, writer =>
    {
        writer.WriteStartElement("SignedIdentifiers");
        foreach (var policy in policies) Write(writer, policy);
        writer.WriteEndElement();
    });

    private static StoredAccessPolicy Read(XElement element)
    {
        var id = element.Element("Id")?.Value;
        if (id is not { Length: > 0 and <= 64 }) throw StorageErrors.InvalidXml();
        var policy = element.Element("AccessPolicy");
        return new StoredAccessPolicy(id, Time(policy, "Start"), Time(policy, "Expiry"), Text(policy, "Permission"));
    }

    private static string? Text(XElement? policy, string name) => policy?.Element(name)?.Value is { Length: > 0 } text ? text : null;

    private static string? Time(XElement? policy, string name) =>
        Text(policy, name) is not { } text ? null : HttpTime.TryParse(text, out _) ? text : throw StorageErrors.InvalidXml();

    private static void Write(XmlWriter writer, StoredAccessPolicy policy)
    {
        writer.WriteStartElement("SignedIdentifier");
        writer.WriteElementString("Id", policy.Id);
        writer.WriteStartElement("AccessPolicy");
        XmlBodies.WriteOptional(writer, "Start", policy.Start);
        XmlBodies.WriteOptional(writer, "Expiry", policy.Expiry);
        XmlBodies.WriteOptional(writer, "Permission", policy.Permissions);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
