namespace Frankenetes.Contracts;

/// <summary>What one row of costs stands for.</summary>
public enum FrankenetesCostScope
{
    /// <summary>A whole cluster.</summary>
    Cluster,

    /// <summary>A namespace's pods; the control plane is a row of its own.</summary>
    Namespace,

    /// <summary>A pod in all its container groups, before and after suspends.</summary>
    Pod,

    /// <summary>A container group, from its making to its end.</summary>
    Group,
}
