using System.Runtime.Loader;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Frankenetes.Loader.Tests;

public class ImportTests
{
    private static readonly string[] Cmdlets =
    [
        "Add-FrankenetesNode", "Checkpoint-FrankenetesCluster", "Connect-Frankenetes", "ConvertTo-FrankenetesContainerGroup", "Disconnect-Frankenetes", "Export-FrankenetesKubeConfig", "Get-FrankenetesCheckpoint", "Get-FrankenetesCluster", "Get-FrankenetesContext",
        "Get-FrankenetesLocalAzure", "Get-FrankenetesNode", "Get-FrankenetesPod", "Get-FrankenetesPodLog", "Invoke-FrankenetesPodCommand", "Measure-FrankenetesCost", "New-FrankenetesCluster", "New-FrankenetesIdentity", "New-FrankenetesPod",
        "Remove-FrankenetesCheckpoint", "Remove-FrankenetesCluster", "Remove-FrankenetesIdentity", "Remove-FrankenetesNode", "Remove-FrankenetesPod", "Restore-FrankenetesCluster", "Resume-FrankenetesCluster", "Start-FrankenetesLocalAzure",
        "Stop-FrankenetesLocalAzure", "Suspend-FrankenetesCluster", "Test-FrankenetesCluster", "Test-FrankenetesPod", "Use-FrankenetesCluster", "Wait-FrankenetesCluster", "Wait-FrankenetesPod",
    ];

    [Fact]
    public void The_module_imports_where_there_is_nothing_but_the_engine()
    {
        using var shell = Package.OpenWithModule();
        Assert.Empty(shell.Streams.Error);
        Assert.Equal(Cmdlets, Package.Run(shell, "(Get-Module Frankenetes).ExportedCmdlets.Keys").Select(name => name.ToString()).Order());
    }

    [Fact]
    public void A_second_import_leaves_the_cmdlets_in_place()
    {
        using var shell = Package.OpenWithModule();
        Package.Run(shell, $"Import-Module '{Package.Manifest}' -Force");
        Assert.Empty(shell.Streams.Error);
        Assert.Equal(Cmdlets, Package.Run(shell, "(Get-Command -Module Frankenetes).Name").Select(name => name.ToString()).Order());
    }

    [Fact]
    public void Only_the_loader_and_the_contracts_enter_PowerShell_s_own_context()
    {
        using var shell = Package.OpenWithModule();
        var shared = AssemblyLoadContext.Default.Assemblies.Where(assembly => assembly.Location.StartsWith(Package.Folder, StringComparison.Ordinal));
        Assert.Equal(["Frankenetes.Contracts", "Frankenetes.Loader"], shared.Select(assembly => assembly.GetName().Name).Order());
    }

    [Fact]
    public void Objects_are_of_the_types_that_users_can_name()
    {
        using var shell = Package.OpenWithModule();
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var answer = Package.Run(shell, $"(Get-FrankenetesLocalAzure -StatePath '{folder}') -is [Frankenetes.Contracts.LocalAzureInstance]");
        Assert.Equal([true], answer.Select(value => (bool)value.BaseObject));
    }

    [Fact]
    public void Every_cmdlet_that_changes_something_knows_WhatIf()
    {
        using var shell = Package.OpenWithModule();
        string[] harmless = ["Get-", "Connect-", "ConvertTo-", "Measure-", "Test-", "Wait-"];
        var changing = Cmdlets.Where(name => !harmless.Any(verb => name.StartsWith(verb, StringComparison.Ordinal)));
        Assert.All(changing, name => Assert.True((bool)Package.Run(shell, $"(Get-Command {name}).Parameters.ContainsKey('WhatIf')").Single().BaseObject, name));
    }
}
