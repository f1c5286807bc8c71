using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.LocalAzure;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Connections;

/// <summary>The local Azure of one state folder, from the cmdlets' side.</summary>
internal sealed class LocalAzureHost
{
    private readonly LocalAzureOptions _options;

    /// <param name="statePath">The state folder; null takes this user's own.</param>
    /// <param name="engine">The container engine's socket; null lets it choose.</param>
    /// <param name="port">The first of its three ports; null lets it choose.</param>
    /// <param name="limits">How many requests it takes; null: as Azure.</param>
    /// <param name="withoutContainers">It runs no container.</param>
    /// <param name="isolateGroups">Its container groups meet only at published ports.</param>
    public LocalAzureHost(string? statePath, string? engine = null, int? port = null, string? limits = null, bool withoutContainers = false, bool isolateGroups = false) => _options = new LocalAzureOptions
    {
        StateFolder = Path.GetFullPath(statePath ?? MachinePaths.LocalAzureState),
        Program = PackagePaths.LocalAzure,
        DotNet = MachinePaths.DotNet,
        Engine = engine,
        Port = port,
        Limits = limits,
        WithoutContainers = withoutContainers,
        IsolateGroups = isolateGroups,
    };

    public string StateFolder => _options.StateFolder;

    public Task<LocalAzureDescription?> FindAsync(CancellationToken stop) => LocalAzureProbe.FindAsync(_options, stop);

    public Task<LocalAzureDescription> EnsureAsync(CancellationToken stop) => new LocalAzureLauncher(_options, TimeProvider.System).EnsureAsync(stop);

    /// <summary>Ends it; false when none ran.</summary>
    /// <param name="removeAll">Whether what it holds goes too: then one is started if none runs, since only it knows what there is.</param>
    /// <param name="stop">Stops waiting.</param>
    public async Task<bool> EndAsync(bool removeAll, CancellationToken stop)
    {
        var local = await FindAsync(stop).ConfigureAwait(false);
        if (local is null && removeAll && Directory.Exists(_options.StateFolder))
            // On any ports: the remembered ones matter to what is about to go, and another may have taken them.
            local = await new LocalAzureLauncher(_options with { Port = 0 }, TimeProvider.System).EnsureAsync(stop).ConfigureAwait(false);
        if (local is null)
            return false;
        using var http = await ClientAsync(local, stop).ConfigureAwait(false);
        var credential = new LocalAzureCredential(http, local, TimeProvider.System);
        await new LocalAzureShutdown(http, credential, local, TimeProvider.System).EndAsync(removeAll, stop).ConfigureAwait(false);
        if (removeAll)
            LocalAzureIdentities.DeleteFiles(StateFolder);
        return true;
    }

    /// <summary>Does something with the managed identities of the one that runs, starting it first if need be.</summary>
    public async Task<T> IdentityAsync<T>(Func<LocalAzureIdentities, Task<T>> work, CancellationToken stop) =>
        await work(new LocalAzureIdentities(await ConnectAsync(stop).ConfigureAwait(false), StateFolder)).ConfigureAwait(false);

    /// <summary>Signs in to the one that runs, starting it first if need be.</summary>
    public async Task<AzureConnection> ConnectAsync(CancellationToken stop)
    {
        var local = await EnsureAsync(stop).ConfigureAwait(false);
        var authority = await File.ReadAllTextAsync(local.CaCertificatePath, stop).ConfigureAwait(false);
        var http = new HttpClient(TrustedTransport.Create(authority));
        var credential = new LocalAzureCredential(http, local, TimeProvider.System);
        var node = new NodeCredential(local.TenantId, local.ClientId, local.ClientSecret);
        return new AzureConnection(local.ToEnvironment(authority), credential, local.SubscriptionId, node, http);
    }

    /// <summary>What users see of it.</summary>
    public LocalAzureInstance Describe(LocalAzureDescription? local) => new()
    {
        Running = local is not null,
        ProcessId = local?.ProcessId,
        StatePath = _options.StateFolder,
        LogPath = _options.LogFile,
        ResourceManagerEndpoint = local?.ResourceManagerEndpoint,
        SubscriptionId = local?.SubscriptionId,
        TenantId = local?.TenantId,
        Location = local?.Location,
        Engine = local?.Engine,
        WithoutContainers = local?.WithoutContainers == true,
        IsolatesGroups = local?.IsolateGroups == true,
        CaCertificatePath = local?.CaCertificatePath,
        InstanceId = local?.InstanceId,
        Version = local?.Version,
    };

    private static async Task<HttpClient> ClientAsync(LocalAzureDescription local, CancellationToken stop) =>
        new(TrustedTransport.Create(await File.ReadAllTextAsync(local.CaCertificatePath, stop).ConfigureAwait(false)));
}
