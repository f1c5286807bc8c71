using System.Text;
using Frankenetes.Clusters.Certificates;

namespace Frankenetes.Clusters.Kubeconfigs;

/// <summary>Writes kubeconfig files (kind Config, v1) with certificates and key inside.</summary>
internal static class Kubeconfig
{
    private const int LongestOwn = 1 << 20;

    /// <summary>For a component of the control plane. The files are in the kubeconfig's own folder.</summary>
    public static string ForComponent(string name, string server, string authorityFile, string certificateFile, string keyFile) => Text(
        new KubeconfigNames("frankenetes", name, "frankenetes"), server, $"certificate-authority: {authorityFile}", $"client-certificate: {certificateFile}\n    client-key: {keyFile}");

    /// <summary>For somebody who calls the API server.</summary>
    /// <param name="names">What the parts are called.</param>
    /// <param name="server">Where the API server is reached.</param>
    /// <param name="serverName">The name to verify its certificate by where the server is an address; null otherwise.</param>
    /// <param name="authority">The cluster's CA certificate.</param>
    /// <param name="client">The user's certificate.</param>
    public static string ForUser(KubeconfigNames names, Uri server, string? serverName, string authority, PemPair client) =>
        Text(
            names,
            server.AbsoluteUri.TrimEnd('/') + (serverName is null ? "" : $"\n    tls-server-name: {serverName}"),
            $"certificate-authority-data: {Base64(authority)}",
            $"client-certificate-data: {Base64(client.Certificate)}\n    client-key-data: {Base64(client.Key)}");

    /// <summary>Whether a file may be written over: it is absent, empty, or one of ours for the same cluster and user.</summary>
    public static bool MayReplace(string path, KubeconfigNames names)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
            return true;
        return file.Length < LongestOwn && File.ReadAllText(path).Contains($"- name: {names.User}\n", StringComparison.Ordinal);
    }

    private static string Text(KubeconfigNames names, string server, string authority, string client) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {names.Cluster}
          cluster:
            server: {server}
            {authority}
        users:
        - name: {names.User}
          user:
            {client}
        contexts:
        - name: {names.Context}
          context:
            cluster: {names.Cluster}
            user: {names.User}
        current-context: {names.Context}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
