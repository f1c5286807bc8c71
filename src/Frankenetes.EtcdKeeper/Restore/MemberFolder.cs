namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>One folder of a store: etcd's data and the keeper's marks beside it.</summary>
internal sealed record MemberFolder(string Path)
{
    /// <summary>etcd's data-dir.</summary>
    public string Data => System.IO.Path.Combine(Path, "data");

    /// <summary>Where a snapshot waits to be restored.</summary>
    public string Snapshot => System.IO.Path.Combine(Path, "restore.snapshot");

    /// <summary>Present = this store may be served again as it is.</summary>
    public string ServingMark => System.IO.Path.Combine(Path, "serving.json");

    /// <summary>
    /// Present = a sealed manifest of this store may be in storage. A keeper that starts here must learn what became of it before it
    /// opens the gate.
    /// </summary>
    public string SealMark => System.IO.Path.Combine(Path, "sealed.json");

    public void Delete() => Directory.Delete(Path, recursive: true);
}
