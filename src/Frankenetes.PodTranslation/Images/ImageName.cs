namespace Frankenetes.PodTranslation.Images;

/// <summary>An image's reference taken apart. Source: distribution's reference grammar.</summary>
/// <param name="Registry">Host, with a port where it has one: <c>docker.io</c> where the reference names none.</param>
/// <param name="Repository">Path in the registry: <c>library/nginx</c>.</param>
/// <param name="Tag">Null with a digest.</param>
/// <param name="Digest">Null: the tag counts.</param>
internal sealed record ImageName(string Registry, string Repository, string? Tag, string? Digest)
{
    public const string DockerHub = "docker.io";

    public static ImageName Parse(string image)
    {
        var (name, digest) = image.Split('@', 2) is [var before, var after] ? (before, after) : (image, null);
        var slash = name.IndexOf('/');
        // A first part without a dot, a colon or the name localhost is a folder of Docker Hub's.
        var hasRegistry = slash > 0 && (name[..slash].AsSpan().IndexOfAny('.', ':') >= 0 || name[..slash] == "localhost");
        var (registry, path) = hasRegistry ? (name[..slash], name[(slash + 1)..]) : (DockerHub, name);
        var colon = path.LastIndexOf(':');
        var (repository, tag) = colon > path.LastIndexOf('/') ? (path[..colon], path[(colon + 1)..]) : (path, null);
        if (registry is "index.docker.io" or "registry-1.docker.io") registry = DockerHub;
        if (registry == DockerHub && !repository.Contains('/')) repository = $"library/{repository}";
        return new ImageName(registry, repository, digest is null ? tag ?? "latest" : null, digest);
    }

    /// <summary>Whether a pull secret for this server is meant for the image.</summary>
    public bool IsIn(string server) => Normal(server).Equals(Normal(Registry), StringComparison.OrdinalIgnoreCase);

    private static string Normal(string server) => server is "index.docker.io" or "registry-1.docker.io" ? DockerHub : server;
}
