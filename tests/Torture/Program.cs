using Frankenetes.EtcdKeeper.Tests.Harness;
using Frankenetes.Torture;
using Frankenetes.Torture.Clusters;
using Frankenetes.Torture.Rows;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// A keeper as its container runs it.
KeeperHost.Program = [Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../out/package/agent/linux-x64/frankenetes-agent")), "etcd-keeper", "--config"];
if (args is ["figures"])
{
    await Figures.WriteAsync(Console.Out);
    return 0;
}

TortureOptions options;
try
{
    options = TortureOptions.Parse(args);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

Cmdlets.Shell = options.Shell;
Row[] rows =
[
    .. StoreRows.All, .. WriteRows.All, .. HistoryRows.All, .. StorageRows.All, .. BlobRows.All, .. ClockRows.All,
    .. new[] { KilledCmdletRows.All, SessionRows.All, StoppedCmdletRows.All, ClusterRows.All }.SelectMany(all => all).Select(row => row with { IsOfWholeClusters = true }),
];
var unknown = options.Only.Except(Row.Kinds).Except(rows.Select(row => row.Name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"There is no row '{unknown[0]}'. Rows: {string.Join(' ', rows.Select(row => row.Name))}; all of a kind: {string.Join(' ', Row.Kinds)}.");
    return 2;
}

return await Torturer.RunAsync([.. rows.Where(row => options.Only.Count == 0 || options.Only.Contains(row.Name) || options.Only.Contains(row.Kind))], options, Console.Out);
