using System.Globalization;
using System.Text;
using Frankenetes.EtcdKeeper.Revisions;

namespace Frankenetes.EtcdKeeper.Health;

/// <summary>What the health endpoint says, in the two forms that it is asked for.</summary>
internal static class HealthReport
{
    /// <summary>One word, and the complaint where there is one. Being unprotected is no illness: the cluster goes on.</summary>
    public static string Text(Protection protection) => protection.Complaint is { } complaint ? $"unprotected\n{complaint}\n" : "ok\n";

    /// <summary>Prometheus' text format.</summary>
    public static string Metrics(ProtectionState state, bool isGateOpen)
    {
        var text = new StringBuilder();
        Add(text, "protected_revision", "The newest revision that stands in storage.", state.Revision ?? 0);
        Add(text, "lag_revisions", "Revisions that were made and do not stand in storage yet.", state.LagRevisions);
        Add(text, "lag_seconds", "How long the oldest of them has waited.", state.LagSeconds);
        Add(text, "storage_reachable", "1 where storage answered when it was last asked.", state.StorageReachable ? 1 : 0);
        Add(text, "unprotected_since_seconds", "Unix time since when changes do not reach storage; 0 where they do.", state.UnprotectedSince?.ToUnixTimeSeconds() ?? 0);
        Add(text, "gate_open", "1 where clients reach etcd.", isGateOpen ? 1 : 0);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string help, double value)
        => text.Append(CultureInfo.InvariantCulture, $"# HELP frankenetes_keeper_{name} {help}\n# TYPE frankenetes_keeper_{name} gauge\nfrankenetes_keeper_{name} {value}\n");
}
