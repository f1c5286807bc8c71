namespace Frankenetes.Contracts;

/// <summary>How the control plane's components are spread over container groups.</summary>
public enum ClusterTopology
{
    /// <summary>One container group holds them all; only the API server's port is public.</summary>
    Compact = 0,

    /// <summary>A container group for each of them; etcd's, the API server's and the virtual kubelet's ports are public, behind certificates of both sides.</summary>
    Distributed = 1,
}
