using Frankenetes.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Frankenetes.Clusters.Kubeconfigs;

/// <summary>Adds one of our kubeconfigs to a file that holds others' (client-go's Config v1). All else in it stays; comments go, as they do where kubectl writes it.</summary>
internal static class KubeconfigMerge
{
    private const int Longest = 1 << 20;
    private static readonly string[] Lists = ["clusters", "users", "contexts"];

    /// <summary>Writes the file anew, or makes it.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="own">Ours, as <see cref="Kubeconfig.ForUser"/> writes it.</param>
    /// <param name="names">Its names.</param>
    /// <param name="use">Makes its context the current one even where another is.</param>
    /// <param name="force">Takes names that belong to others.</param>
    /// <param name="cancellationToken">Stops it; the file is then as it was.</param>
    /// <exception cref="FrankenetesException">KubeconfigUnreadable, KubeconfigLocked, FileExists: nothing was changed.</exception>
    public static async Task RunAsync(string path, string own, KubeconfigNames names, bool use, bool force, CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(path, true)?.FullName ?? path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        using var _ = Lock(target);
        var text = File.Exists(target) ? Read(target) : "";
        await PrivateFile.WriteAsync(target, Merge(text, own, names, use, force, path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The text of both.</summary>
    internal static string Merge(string text, string own, KubeconfigNames names, bool use, bool force, string path)
    {
        var (others, ours) = (Root(text, path), Root(own, path)!);
        if (others is null)
            return own;
        var lists = Lists.ToDictionary(list => list, list => Entries(others, list, path));
        if (!force && !lists["users"].Any(entry => NameOf(entry) == names.User)
            && (lists["contexts"].Any(entry => NameOf(entry) == names.Context) || lists["clusters"].Any(entry => NameOf(entry) == names.Cluster && !IsSame(entry, (YamlMappingNode)Entries(ours, "clusters", path)[0]))))
            throw new FrankenetesException(ErrorCatalog.FileExists, $"'{path}' has a context or cluster '{names.Context}' that is another's.", path);
        foreach (var list in Lists)
        {
            var entry = Entries(ours, list, path)[0];
            var at = lists[list].FindIndex(other => NameOf(other) == NameOf(entry));
            if (at < 0)
                lists[list].Add(entry);
            else
                lists[list][at] = entry;
            others.Children[list] = new YamlSequenceNode(lists[list]);
        }

        var current = others.Children.TryGetValue("current-context", out var chosen) ? (chosen as YamlScalarNode)?.Value : null;
        if (use || string.IsNullOrEmpty(current))
            others.Children["current-context"] = new YamlScalarNode(names.Context);
        return Text(others);
    }

    private static string Text(YamlMappingNode root)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        var text = writer.ToString();
        // The end of the document, which a file of one document need not tell.
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static string Read(string path)
    {
        if (new FileInfo(path).Length > Longest)
            throw Unreadable(path, "it is larger than 1 MiB");
        return File.ReadAllText(path);
    }

    private static YamlMappingNode? Root(string text, string path)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException wrong)
        {
            throw Unreadable(path, $"it is no YAML (line {wrong.Start.Line})");
        }

        return stream.Documents.Count switch
        {
            0 => null,
            1 when stream.Documents[0].RootNode is YamlMappingNode root => root.Children.TryGetValue("kind", out var kind) && kind is YamlScalarNode { Value: not "Config" } ? throw Unreadable(path, $"it is of kind {kind}") : root,
            1 when stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" or "null" or "~" } => null,
            _ => throw Unreadable(path, "it is not one object"),
        };
    }

    private static List<YamlNode> Entries(YamlMappingNode root, string list, string path) => root.Children.TryGetValue(list, out var found) ? found switch
    {
        YamlSequenceNode sequence => [.. sequence.Children],
        YamlScalarNode { Value: null or "" or "null" or "~" } => [],
        _ => throw Unreadable(path, $"its {list} are no list"),
    } : [];

    private static string? NameOf(YamlNode entry) => entry is YamlMappingNode mapping && mapping.Children.TryGetValue("name", out var name) ? (name as YamlScalarNode)?.Value : null;

    // Two users of one cluster share its entry.
    private static bool IsSame(YamlNode entry, YamlMappingNode own) => entry is YamlMappingNode mapping && mapping.Children.TryGetValue("cluster", out var cluster) && cluster.Equals(own.Children["cluster"]);

    // The lock that kubectl takes, too.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(path + ".lock"))
        {
            throw new FrankenetesException(ErrorCatalog.KubeconfigLocked, $"'{path}' is being changed by another program: '{path}.lock' is there.", path);
        }
    }

    private static FrankenetesException Unreadable(string path, string why) => new(ErrorCatalog.KubeconfigUnreadable, $"'{path}' is no kubeconfig: {why}.", path);
}
