using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace Frankenetes.Loader.Tests;

public class ClashTests
{
    /// <summary>Another module brought an old Azure.Core first; ours signs in with its own, as the failure to sign in proves.</summary>
    [Fact]
    public void An_Azure_Core_that_is_loaded_already_is_not_ours()
    {
        var foreign = LoadForeign("Azure.Core");
        using var shell = Package.OpenWithModule();
        Package.Run(shell, """
            $secret = [System.Security.SecureString]::new()
            foreach ($c in 'secret'.ToCharArray()) { $secret.AppendChar($c) }
            $who = [pscredential]::new('3fa85f64-5717-4562-b3fc-2c963f66afa6', $secret)
            Connect-Frankenetes -Subscription 3fa85f64-5717-4562-b3fc-2c963f66afa6 -Tenant adfs -ServicePrincipal $who -Environment https://127.0.0.1:9/ -Authority https://127.0.0.1:9/
            """);
        var failure = Assert.Single(shell.Streams.Error);
        Assert.StartsWith("SignInFailed,", failure.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(new Version(0, 0, 0, 1), foreign.GetName().Version);
        Assert.Contains(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName() is { Name: "Azure.Core", Version.Major: 1 });
    }

    private static Assembly LoadForeign(string name)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(0, 0, 0, 1) }, typeof(object).Assembly);
        assembly.DefineDynamicModule(name);
        var path = Path.Combine(Directory.CreateTempSubdirectory("frankenetes-").FullName, name + ".dll");
        assembly.Save(path);
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
    }
}
