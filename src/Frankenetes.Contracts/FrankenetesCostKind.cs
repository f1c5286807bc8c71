namespace Frankenetes.Contracts;

/// <summary>What money is spent on.</summary>
public enum FrankenetesCostKind
{
    /// <summary>Container groups, for the time that they live.</summary>
    Compute,

    /// <summary>What the storage accounts hold, running or suspended.</summary>
    Storage,

    /// <summary>Requests to the storage accounts.</summary>
    StorageTransactions,
}
