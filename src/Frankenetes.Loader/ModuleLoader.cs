using System.Reflection;
using System.Runtime.Loader;

namespace Frankenetes.Loader;

/// <summary>The one door into the module: Frankenetes.psm1 calls it before it imports the cmdlets.</summary>
public static class ModuleLoader
{
    private static readonly object Gate = new();
    private static Assembly? _module;

    /// <summary>Loads the cmdlets' assembly into a context of its own, once per process; later calls return the same assembly.</summary>
    /// <param name="binFolder">The folder that holds Frankenetes.Contracts.dll and the folder <c>isolated</c>.</param>
    /// <returns>The assembly Frankenetes.dll.</returns>
    /// <exception cref="FileNotFoundException">The package folder is incomplete.</exception>
    public static Assembly Load(string binFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(binFolder);
        lock (Gate)
        {
            return _module ??= LoadOnce(Path.GetFullPath(binFolder));
        }
    }

    private static Assembly LoadOnce(string binFolder)
    {
        // Users name these types, so they must be the ones that PowerShell's own context sees.
        var contracts = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(binFolder, "Frankenetes.Contracts.dll"));
        var path = Path.Combine(binFolder, "isolated", "Frankenetes.dll");
        return new ModuleLoadContext(path, [contracts, typeof(ModuleLoader).Assembly]).LoadFromAssemblyPath(path);
    }
}
