using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Frankenetes.Conventions.Tests;

/// <summary>The sources as they lie on disk.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisFile(), "..", "..", ".."));

    public static IEnumerable<string> Projects => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Where(IsSource);

    public static IEnumerable<string> SourceFiles => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories).Where(IsSource);

    public static IReadOnlyList<string> References(string project, string kind) =>
        [.. XDocument.Load(project).Descendants(kind).Select(e => (string)e.Attribute("Include")!)];

    public static string Name(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/'));

    private static bool IsSource(string path) =>
        !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
