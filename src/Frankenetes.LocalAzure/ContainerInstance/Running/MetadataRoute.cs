using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>
/// Brings what a group with a managed identity sends to the instance metadata service's address to us. No interface here can have that address (a machine in Azure needs it, and several of us may run), so
/// the group's own network namespace turns it into ours. Azure injects no variable into Linux groups that would name another.
/// </summary>
internal sealed class MetadataRoute(Instance instance, Authorities authorities, NetworkNamespace space)
{
    private const string Chain = "FRANKENETES-METADATA";

    /// <summary>Sets the way, or sets it anew: our port is another one after each start.</summary>
    /// <exception cref="ArmException">It was refused.</exception>
    public async Task ApplyAsync(string pause, Identity? identity)
    {
        if (instance.WithoutContainers || identity is not ({ IsSystemAssigned: true } or { IsUserAssigned: true }))
            return;
        try
        {
            var missing = NetworkNamespace.Missing(NetworkNamespace.Restore);
            if (missing.Count > 0)
                throw new InvalidOperationException($"{string.Join(", ", missing)} is missing; install util-linux and iptables");
            // Without flushing: an engine may have rules of its own there. A second jump to the chain changes nothing.
            await space.RunAsync(pause, [NetworkNamespace.Restore, "--noflush"], string.Join('\n',
            [
                "*nat", $":{Chain} - [0:0]", $"-A OUTPUT -d {Authorities.MetadataHost} -p tcp --dport 80 -j {Chain}",
                $"-A {Chain} -p tcp -j DNAT --to-destination {authorities.Gateway}:{authorities.MetadataPort}", "COMMIT", "",
            ]));
        }
        catch (InvalidOperationException e)
        {
            throw new ArmException(500, "ManagedIdentityUnavailable", $"The container group cannot be given its managed identity: {e.Message}.");
        }
    }
}
