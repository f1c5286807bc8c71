using System.Reflection;
using System.Runtime.Loader;

namespace Frankenetes.Loader;

/// <summary>Resolves the cmdlets' dependencies from their own folder, whatever else the process has loaded.</summary>
internal sealed class ModuleLoadContext(string mainAssemblyPath, IReadOnlyList<Assembly> shared)
    : AssemblyLoadContext("Frankenetes")
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
    private readonly AssemblyDependencyResolver _resolver = new(mainAssemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        foreach (var assembly in shared)
        {
            if (assembly.GetName().Name == assemblyName.Name)
                return assembly;
        }

        // What the resolver does not know (PowerShell's own assemblies, the framework) is the default context's.
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path && !FrameworkHas(assemblyName)
            ? LoadFromAssemblyPath(path)
            : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    // The framework's copies are compiled ahead of time, the packages' are not: a second System.Text.Json would cost its users
    // a fifth of a second. An older framework than a package needs is passed by.
    private static bool FrameworkHas(AssemblyName assemblyName)
    {
        if (assemblyName.Name?.StartsWith("System.", StringComparison.Ordinal) != true)
            return false;
        var path = Path.Combine(FrameworkFolder, assemblyName.Name + ".dll");
        return File.Exists(path) && AssemblyName.GetAssemblyName(path).Version >= assemblyName.Version;
    }
}
