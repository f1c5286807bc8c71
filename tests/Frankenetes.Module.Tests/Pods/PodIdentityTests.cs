using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Frankenetes.Contracts;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Tests.Pods;

public class PodIdentityTests
{
    private static readonly FrankenetesPod Pod = new() { Name = "web", Namespace = "shop", ClusterName = "dev", Uid = "u", Status = "Running", Phase = "Running" };

    [Fact]
    public void Our_pods_say_all() => Assert.Equal([new PodIdentity("dev", "shop", "web", "u")], PodIdentity.Read(PSObject.AsPSObject(Pod)));

    [Theory]
    [InlineData("'web'", null, "web")]
    [InlineData("'pod/web'", null, "web")]
    [InlineData("'shop/web'", "shop", "web")]
    [InlineData("[pscustomobject]@{ kind = 'Pod'; metadata = [pscustomobject]@{ name = 'web'; namespace = 'shop' } }", "shop", "web")]
    [InlineData("@{ kind = 'Pod'; metadata = @{ name = 'web'; namespace = 'shop' } }", "shop", "web")]
    [InlineData("@{ Metadata = @{ Name = 'web'; NamespaceProperty = 'shop' } }", "shop", "web")]
    [InlineData("[pscustomobject]@{ Name = 'web'; Namespace = 'shop' }", "shop", "web")]
    [InlineData("[pscustomobject]@{ PodName = 'web'; Name = 'other' }", null, "web")]
    public void Pods_of_other_makers_are_understood(string script, string? place, string name) =>
        Assert.Equal([new PodIdentity(null, place, name, null)], PodIdentity.Read(Evaluate(script)));

    [Fact]
    public void A_list_of_kubectl_is_all_its_pods() => Assert.Equal(
        ["a", "b"],
        PodIdentity.Read(Evaluate("[pscustomobject]@{ kind = 'List'; items = @(@{ kind = 'Pod'; metadata = @{ name = 'a' } }, @{ kind = 'Pod'; metadata = @{ name = 'b' } }) }")).Select(pod => pod.Name));

    [Theory]
    [InlineData("1")]
    [InlineData("$true")]
    [InlineData("[datetime]::Now")]
    [InlineData("[pscustomobject]@{}")]
    [InlineData("[pscustomobject]@{ kind = 'Service'; metadata = @{ name = 'web' } }")]
    [InlineData("[pscustomobject]@{ kind = 'Pod'; metadata = @{} }")]
    [InlineData("[diagnostics.process]::GetCurrentProcess()")]
    public void What_is_no_pod_is_refused(string script)
    {
        var item = Evaluate(script);
        Assert.Equal("NotAPod", Assert.Throws<FrankenetesException>(() => PodIdentity.Read(item).ToList()).ErrorId);
    }

    private static PSObject Evaluate(string script)
    {
        using var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
        return shell.AddScript(script).Invoke().Single();
    }
}
