using Frankenetes.Clusters.Environments;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Connections;

/// <summary>What this PowerShell process is connected to; nobody who never connected is on the local Azure of their own.</summary>
internal static class Session
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static AzureConnection? _connection;
    private static LocalAzureHost? _local;
    private static int? _localProcess;

    /// <summary>The cluster that is meant where none is named; null: the only one there is.</summary>
    public static string? Cluster { get; set; }

    /// <summary>The connection, made on demand. A local Azure that ended since is started again.</summary>
    public static async Task<AzureConnection> GetAsync(CancellationToken stop)
    {
        await Gate.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (_connection is not null && (_local is null || await IsSameAsync(_local, stop).ConfigureAwait(false)))
                return _connection;
            return await UseLocalAsync(_local ?? new LocalAzureHost(null), stop).ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>The connection where there is one already or a local Azure runs; null otherwise: nothing is started.</summary>
    public static async Task<AzureConnection?> FindAsync(CancellationToken stop)
    {
        await Gate.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (_connection is not null && (_local is null || await IsSameAsync(_local, stop).ConfigureAwait(false)))
                return _connection;
            var local = _local ?? new LocalAzureHost(null);
            return await local.FindAsync(stop).ConfigureAwait(false) is null ? null : await UseLocalAsync(local, stop).ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>The local Azure of a state folder; of the one that this process is connected to where none is given, else the user's own.</summary>
    public static LocalAzureHost Local(string? statePath) => statePath is null && _local is { } connected ? connected : new LocalAzureHost(statePath);

    /// <summary>Connects to a local Azure from now on.</summary>
    public static async Task<AzureConnection> ConnectAsync(LocalAzureHost local, CancellationToken stop)
    {
        await Gate.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            Cluster = null;
            return await UseLocalAsync(local, stop).ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Uses a connection to Azure from now on.</summary>
    public static void Use(AzureConnection connection) => (_connection, _local, _localProcess, Cluster) = (connection, null, null, null);

    /// <summary>Forgets whom this session is signed in as, and which cluster it uses.</summary>
    public static void Forget() => (_connection, _local, _localProcess, Cluster) = (null, null, null, null);

    /// <summary>What users see of a connection.</summary>
    public static FrankenetesContext Describe(AzureConnection connection) => new()
    {
        Environment = connection.Environment.Name,
        ResourceManagerEndpoint = connection.Environment.ResourceManagerEndpoint,
        SubscriptionId = connection.SubscriptionId,
        TenantId = connection.NodeCredential.TenantId,
        Credential = connection.Credential.GetType().Name,
        Location = connection.Environment.DefaultLocation,
        ClusterName = Cluster,
    };

    private static async Task<AzureConnection> UseLocalAsync(LocalAzureHost local, CancellationToken stop)
    {
        var connection = await local.ConnectAsync(stop).ConfigureAwait(false);
        _localProcess = (await local.FindAsync(stop).ConfigureAwait(false))?.ProcessId;
        (_connection, _local) = (connection, local);
        return connection;
    }

    private static async Task<bool> IsSameAsync(LocalAzureHost local, CancellationToken stop) =>
        await local.FindAsync(stop).ConfigureAwait(false) is { } found && found.ProcessId == _localProcess;
}
