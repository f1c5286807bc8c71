using System.Diagnostics;
using System.Text;
using Frankenetes.KubernetesApi.Connection;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>A real kube-apiserver with a real etcd behind it, on loopback, with Node and RBAC authorization.</summary>
internal sealed class ApiServerProcess : IAsyncDisposable
{
    private readonly List<Process> _processes = [];
    private readonly StringBuilder _log = new();
    private readonly TestPki _pki;

    private ApiServerProcess(string folder)
    {
        Folder = folder;
        _pki = new TestPki(folder);
        Port = FreePorts.Take();
    }

    public string Folder { get; }

    public int Port { get; }

    public TestPki Pki => _pki;

    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    public static async Task<ApiServerProcess> StartAsync()
    {
        var server = new ApiServerProcess(Directory.CreateTempSubdirectory("frankenetes-apiserver-").FullName);
        await server.RunAsync();
        return server;
    }

    /// <summary>A client with one of the certificates of <see cref="Pki"/>.</summary>
    public ApiServer Client(string name) => new(new ApiServerOptions
    {
        Server = new Uri($"https://127.0.0.1:{Port}"),
        CertificateAuthority = _pki.Certificate("ca"),
        ClientCertificate = _pki.Certificate(name),
        ClientKey = _pki.Key(name),
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _pki.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task RunAsync()
    {
        _pki.Issue("server", "CN=kube-apiserver");
        _pki.Issue("admin", "O=system:masters, CN=admin");
        _pki.Issue("kubelet-client", "O=system:masters, CN=kube-apiserver-kubelet-client");
        File.WriteAllText(Kubeconfig, $$"""
            { "apiVersion": "v1", "kind": "Config", "current-context": "test", "contexts": [{ "name": "test", "context": { "cluster": "test", "user": "admin" } }],
              "clusters": [{ "name": "test", "cluster": { "server": "https://127.0.0.1:{{Port}}", "certificate-authority": "{{_pki.Certificate("ca")}}" } }],
              "users": [{ "name": "admin", "user": { "client-certificate": "{{_pki.Certificate("admin")}}", "client-key": "{{_pki.Key("admin")}}" } }] }
            """);
        var (etcd, peer) = (FreePorts.Take(), FreePorts.Take());
        Start(ControlPlaneBinaries.Etcd, "--data-dir", Path.Combine(Folder, "etcd"), "--listen-client-urls", $"http://127.0.0.1:{etcd}", "--advertise-client-urls", $"http://127.0.0.1:{etcd}",
            "--listen-peer-urls", $"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peer}", "--initial-cluster", $"default=http://127.0.0.1:{peer}", "--unsafe-no-fsync");
        Start(ControlPlaneBinaries.ApiServer, "--bind-address", "127.0.0.1", "--secure-port", $"{Port}", "--etcd-servers", $"http://127.0.0.1:{etcd}", "--cert-dir", Folder,
            "--tls-cert-file", _pki.Certificate("server"), "--tls-private-key-file", _pki.Key("server"), "--client-ca-file", _pki.Certificate("ca"), "--anonymous-auth=false", "--authorization-mode", "Node,RBAC",
            "--enable-admission-plugins", "NodeRestriction", "--disable-admission-plugins", "ServiceAccount", "--service-cluster-ip-range", "10.0.0.0/24", "--service-account-issuer", "https://kubernetes.default.svc",
            "--service-account-key-file", _pki.Key("sa"), "--service-account-signing-key-file", _pki.Key("sa"), "--kubelet-certificate-authority", _pki.Certificate("ca"),
            "--kubelet-client-certificate", _pki.Certificate("kubelet-client"), "--kubelet-client-key", _pki.Key("kubelet-client"), "--kubelet-preferred-address-types", "InternalIP");
        await ReadyAsync();
    }

    private async Task ReadyAsync()
    {
        using var client = Client("admin");
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await client.GetTextAsync("readyz", CancellationToken.None);
                await client.GetAsync<k8s.Models.V1Namespace>("api/v1/namespaces/default", CancellationToken.None);
                return;
            }
            catch (Exception) when (patience.Elapsed < TimeSpan.FromMinutes(2) && _processes.TrueForAll(process => !process.HasExited))
            {
                await Task.Delay(100);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"kube-apiserver did not start: {_log.ToString()[^Math.Min(_log.Length, 2000)..]}", e);
            }
        }
    }

    private void Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true })!;
        _processes.Add(process);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    private void Keep(string? line)
    {
        lock (_log)
        {
            if (_log.Length < 100_000) _log.AppendLine(line);
        }
    }
}
