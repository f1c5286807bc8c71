namespace Frankenetes.LocalAzure.Engine;

/// <summary>An image's name in full, as a registry's client would complete it.</summary>
/// <param name="Registry">Host name, with a port where there is one.</param>
/// <param name="Repository">The path in the registry.</param>
/// <param name="Tag">Tag, or digest in the form <c>sha256:…</c>.</param>
internal sealed record ImageReference(string Registry, string Repository, string Tag)
{
    private const string DefaultRegistry = "docker.io";

    public string Name => $"{Registry}/{Repository}";

    public static ImageReference Parse(string image)
    {
        var (rest, tag) = Split(image);
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : rest[..slash];
        if (!first.Contains('.', StringComparison.Ordinal) && !first.Contains(':', StringComparison.Ordinal) && first != "localhost")
            return new ImageReference(DefaultRegistry, slash < 0 ? $"library/{rest}" : rest, tag);
        var registry = first is "index.docker.io" or "registry-1.docker.io" ? DefaultRegistry : first;
        return new ImageReference(registry, rest[(slash + 1)..], tag);
    }

    public override string ToString() => Tag.Contains(':', StringComparison.Ordinal) ? $"{Name}@{Tag}" : $"{Name}:{Tag}";

    private static (string Name, string Tag) Split(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        if (digest >= 0)
        {
            // A digest says it all; a tag before it says nothing more.
            var (name, _) = Split(image[..digest]);
            return (name, image[(digest + 1)..]);
        }

        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
    }
}
