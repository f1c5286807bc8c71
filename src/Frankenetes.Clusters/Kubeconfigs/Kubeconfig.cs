using System.Text;
using Frankenetes.Clusters.Certificates;

namespace Frankenetes.Clusters.Kubeconfigs;

/// <summary>Writes kubeconfig files (kind Config, v1) with certificates and key inside.</summary>
internal static class Kubeconfig
{
    private const int LongestOwn = 1 << 20;

    /// <summary>For a component in the control plane's group: it calls the API server over the group's own loopback.</summary>
    public static string ForComponent(string name, string authority, PemPair client) =>
        Text("frankenetes", name, "https://127.0.0.1:6443", null, authority, client);

    /// <summary>For the user.</summary>
    /// <param name="cluster">The cluster's name, which its context bears too.</param>
    /// <param name="server">Where the API server is reached.</param>
    /// <param name="serverName">The name to verify its certificate by where the server is an address; null otherwise.</param>
    /// <param name="authority">The cluster's CA certificate.</param>
    /// <param name="client">The user's certificate.</param>
    public static string ForUser(string cluster, Uri server, string? serverName, string authority, PemPair client) =>
        Text(cluster, $"frankenetes-{cluster}", server.AbsoluteUri.TrimEnd('/'), serverName, authority, client);

    /// <summary>Whether a file may be written over: it is absent, empty, or one of ours for the same cluster.</summary>
    public static bool MayReplace(string path, string cluster)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
            return true;
        return file.Length < LongestOwn && File.ReadAllText(path).Contains($"- name: frankenetes-{cluster}\n", StringComparison.Ordinal);
    }

    private static string Text(string cluster, string user, string server, string? serverName, string authority, PemPair client)
    {
        var name = serverName is null ? "" : $"\n    tls-server-name: {serverName}";
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {cluster}
              cluster:
                server: {server}{name}
                certificate-authority-data: {Base64(authority)}
            users:
            - name: {user}
              user:
                client-certificate-data: {Base64(client.Certificate)}
                client-key-data: {Base64(client.Key)}
            contexts:
            - name: {cluster}
              context:
                cluster: {cluster}
                user: {user}
            current-context: {cluster}

            """;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
