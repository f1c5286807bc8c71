namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>What one run of etcd is started on.</summary>
/// <param name="DataFolder">etcd's data-dir; absent or empty = a new store.</param>
/// <param name="ClientPort">On loopback.</param>
/// <param name="PeerPort">On loopback.</param>
/// <param name="ExtraArguments">Passed last, so that they win.</param>
internal sealed record EtcdLaunch(string DataFolder, int ClientPort, int PeerPort, IReadOnlyList<string> ExtraArguments)
{
    /// <summary>The member's name in its cluster of one.</summary>
    public const string MemberName = "etcd";

    public string ClientUrl => $"https://127.0.0.1:{ClientPort}";

    public string PeerUrl => $"https://127.0.0.1:{PeerPort}";
}
