using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Frankenetes.KubernetesApi.Connection;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>A real etcd and kube-apiserver on loopback, with Node and RBAC authorization and NodeRestriction; the API server can be killed and started again. Behind them nobody schedules or controls: tests bind pods themselves.</summary>
public sealed class ControlPlane : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-nodes-").FullName;
    private readonly TestPki _pki;
    private readonly int _port = FreePorts.Take();
    private readonly int _etcdPort = FreePorts.Take();
    private Process? _etcd;
    private Process? _server;

    public ControlPlane()
    {
        _pki = new TestPki(_folder);
        _pki.Issue("server", "CN=kube-apiserver");
        _pki.Issue("admin", "O=system:masters, CN=admin");
        _pki.Issue("node", "O=system:nodes, CN=system:node:test-node");
        Admin = Client("admin");
    }

    internal TestPki Pki => _pki;

    /// <summary>A client that may do everything.</summary>
    internal ApiServer Admin { get; }

    public int Port => _port;

    public async Task InitializeAsync()
    {
        var peer = FreePorts.Take();
        _etcd = Start(ControlPlaneBinaries.Etcd, "--data-dir", Path.Combine(_folder, "etcd"), "--listen-client-urls", $"http://127.0.0.1:{_etcdPort}", "--advertise-client-urls", $"http://127.0.0.1:{_etcdPort}",
            "--listen-peer-urls", $"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peer}", "--initial-cluster", $"default=http://127.0.0.1:{peer}", "--unsafe-no-fsync", "--log-level", "error");
        await StartServerAsync();
    }

    public async Task StartServerAsync()
    {
        _server = Start(ControlPlaneBinaries.ApiServer, "--bind-address", "127.0.0.1", "--secure-port", $"{_port}", "--etcd-servers", $"http://127.0.0.1:{_etcdPort}", "--cert-dir", _folder,
            "--tls-cert-file", _pki.Certificate("server"), "--tls-private-key-file", _pki.Key("server"), "--client-ca-file", _pki.Certificate("ca"), "--anonymous-auth=false", "--authorization-mode", "Node,RBAC",
            "--enable-admission-plugins", "NodeRestriction", "--disable-admission-plugins", "ServiceAccount", "--service-cluster-ip-range", "10.0.0.0/24", "--service-account-issuer", "https://kubernetes.default.svc",
            "--service-account-key-file", _pki.Key("sa"), "--service-account-signing-key-file", _pki.Key("sa"));
        await Waiting.UntilAsync(IsReadyAsync, "the API server is ready");
    }

    /// <summary>SIGKILL: no watch is told.</summary>
    public async Task KillServerAsync()
    {
        _server!.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    /// <summary>Has etcd forget all that was before now.</summary>
    public async Task CompactAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_etcdPort}") };
        using var now = await http.PostAsJsonAsync("v3/kv/range", new { key = "AA==" });
        var revision = (await now.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("header").GetProperty("revision").GetString();
        using var compacted = await http.PostAsJsonAsync("v3/kv/compaction", new { revision, physical = true });
        compacted.EnsureSuccessStatusCode();
    }

    /// <summary>A client with one of the certificates of <see cref="Pki"/>.</summary>
    internal ApiServer Client(string name) => new(Options(name, new Uri($"https://127.0.0.1:{_port}")));

    /// <summary>For requests that <see cref="ApiServer"/> has no method for.</summary>
    public HttpClient AdminHttp()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_pki.Certificate("ca"));
        var certificate = X509Certificate2.CreateFromPemFile(_pki.Certificate("admin"), _pki.Key("admin"));
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy, ClientCertificates = [certificate], LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate } });
    }

    private ApiServerOptions Options(string name, Uri server) => new()
    {
        Server = server,
        CertificateAuthority = _pki.Certificate("ca"),
        ClientCertificate = _pki.Certificate(name),
        ClientKey = _pki.Key(name),
        RequestTimeout = TimeSpan.FromSeconds(15),
    };

    public async Task DisposeAsync()
    {
        foreach (var process in new[] { _server, _etcd }.OfType<Process>())
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Dispose();
        Directory.Delete(_folder, true);
    }

    public void Dispose()
    {
        Admin.Dispose();
        _pki.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(_server!.HasExited || _etcd!.HasExited, "etcd or kube-apiserver ended at its start");
        try
        {
            await Admin.GetTextAsync("readyz", CancellationToken.None);
            await Admin.GetAsync<V1Namespace>("api/v1/namespaces/default", CancellationToken.None);
            return true;
        }
        catch (Exception early) when (early is ApiServerException or HttpRequestException or TimeoutException)
        {
            return false;
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
