using System.Net;
using System.Net.Sockets;

namespace Frankenetes.Loader.Tests;

public class CmdletTests
{
    [Theory]
    [InlineData("New-FrankenetesCluster Dev -WhatIf", "InvalidClusterName,Frankenetes.Module.Commands.NewFrankenetesClusterCommand")]
    [InlineData("New-FrankenetesCluster dev -Location 'East US' -WhatIf", "InvalidLocation,Frankenetes.Module.Commands.NewFrankenetesClusterCommand")]
    [InlineData("New-FrankenetesCluster dev -KubernetesVersion 1.2 -WhatIf", "InvalidKubernetesVersion,Frankenetes.Module.Commands.NewFrankenetesClusterCommand")]
    [InlineData("New-FrankenetesCluster dev -KubernetesVersion v1.19.9 -WhatIf", "InvalidKubernetesVersion,Frankenetes.Module.Commands.NewFrankenetesClusterCommand")]
    [InlineData("Start-FrankenetesLocalAzure -StatePath /proc/nowhere", "LocalAzureMissing,Frankenetes.Module.Commands.StartFrankenetesLocalAzureCommand")]
    public void Bad_input_is_an_error_with_its_id_and_advice(string script, string id)
    {
        using var shell = Package.OpenWithModule();
        Assert.Empty(Package.Run(shell, script));
        var failure = Assert.Single(shell.Streams.Error);
        Assert.Equal(id, failure.FullyQualifiedErrorId);
        Assert.NotEmpty(failure.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void One_bad_item_does_not_keep_the_next_from_its_turn()
    {
        using var shell = Package.OpenWithModule();
        Package.Run(shell, "'Bad', 'Worse' | New-FrankenetesCluster -WhatIf");
        Assert.Equal(2, shell.Streams.Error.Count);
    }

    [Fact]
    public void A_newer_version_than_the_tested_one_is_warned_of()
    {
        using var shell = Package.OpenWithModule();
        Package.Run(shell, "New-FrankenetesCluster dev -KubernetesVersion v1.99.0 -WhatIf");
        Assert.Empty(shell.Streams.Error);
        Assert.Contains("v1.99.0", Assert.Single(shell.Streams.Warning).Message, StringComparison.Ordinal);
    }

    /// <summary>A server that takes the connection and never says a word.</summary>
    [Fact]
    public async Task A_cmdlet_that_waits_stops_though_no_answer_comes()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        using var shell = Package.OpenWithModule();
        shell.Commands.Clear();
        var running = shell.AddScript($$"""
            $secret = [System.Security.SecureString]::new(); $secret.AppendChar('x')
            Connect-Frankenetes -Subscription 3fa85f64-5717-4562-b3fc-2c963f66afa6 -Tenant adfs -ServicePrincipal ([pscredential]::new('id', $secret)) -Environment https://127.0.0.1:{{port}}/ -Authority https://127.0.0.1:{{port}}/
            """).InvokeAsync();
        using var connection = await silent.AcceptTcpClientAsync();
        shell.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => running);
    }
}
