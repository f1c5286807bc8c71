using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Files.Shares;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

/// <summary>The pod agent as pods have it: off a share by an init container, into an emptyDir, started by exec.</summary>
[Collection(LocalAzureCollection.Name)]
public sealed class PodAgentTests(LocalAzureFixture azure)
{
    private const string Hello = "frankenetes-pod 1 ready\n";
    private const string Program = "/.frankenetes/frankenetes-pod";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task A_container_from_scratch_runs_commands_with_arguments_and_exit_codes()
    {
        var group = await _arm.NewResourceGroupAsync();
        await PutAsync(group, Spec.Container("app", "registry.k8s.io/pause:3.2", (string[]?)null));
        using var socket = await OpenAsync(group);
        var (output, error, code) = await RunAsync(socket, 1, Program, "version");
        Assert.Equal(("", 0), (error, code));
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
        (output, error, code) = await RunAsync(socket, 2, Program, "dance", "now");
        Assert.Equal(("", 2), (output, code));
        Assert.StartsWith("usage:", error, StringComparison.Ordinal);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/app");
    }

    [Fact]
    public async Task A_container_that_does_not_run_as_root_is_ended_by_its_agent()
    {
        var group = await _arm.NewResourceGroupAsync();
        var container = Spec.Container("app", "trap 'exit 3' TERM; while :; do sleep 0.1; done", ("securityContext", new { runAsUser = 65532 }));
        await PutAsync(group, container, restartPolicy: "Never");
        using var socket = await OpenAsync(group);
        Assert.Equal(("65532\n", "", 7), await RunAsync(socket, 1, "sh", "-c", "id -u; exit 7"));
        await SendAsync(socket, 2, new { terminate = new { graceSeconds = 20, preStop = new { exec = new { command = new[] { "true" } } } } });
        // The container's end is the session's.
        while (await NextLineAsync(socket, new StringBuilder()) is not null) continue;
        var state = await EndedAsync(group);
        Assert.Equal(3, (int)state["exitCode"]!);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/app");
    }

    private async Task PutAsync(string group, Dictionary<string, object?> container, string restartPolicy = "Always")
    {
        var (account, key) = await ShareAsync(group);
        ((Dictionary<string, object?>)container["properties"]!)["volumeMounts"] = new[] { new { name = "agent", mountPath = "/.frankenetes", readOnly = true } };
        var init = Spec.Init("install", "", ("volumeMounts", new object[] { new { name = "share", mountPath = "/share", readOnly = true }, new { name = "agent", mountPath = "/.frankenetes" } }));
        ((Dictionary<string, object?>)init["properties"]!)["command"] = new[] { "/share/frankenetes-pod", "install", "/.frankenetes" };
        await _arm.PutGroupAsync(group, "app", Spec.Group(container).With("initContainers", new[] { init }).With("restartPolicy", restartPolicy).With("volumes", new object[]
        {
            new { name = "share", azureFile = new { shareName = "pod-agent", storageAccountName = account, storageAccountKey = key, readOnly = true } },
            new { name = "agent", emptyDir = new { } },
        }));
    }

    private async Task<(string Account, string Key)> ShareAsync(string group)
    {
        var account = $"st{Guid.NewGuid():N}"[..20];
        var path = $"{_arm.Subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}";
        var made = await _arm.SendAsync("PUT", path, new { location = "eastus", kind = "StorageV2", sku = new { name = "Standard_LRS" } });
        var key = (string)(await _arm.SendAsync("POST", $"{path}/listKeys")).Body!["keys"]![0]!["value"]!;
        var service = new ShareServiceClient(new Uri((string)made.Body!["properties"]!["primaryEndpoints"]!["file"]!), new StorageSharedKeyCredential(account, key), new ShareClientOptions { Transport = new HttpClientTransport(_arm.Http) });
        var share = service.GetShareClient("pod-agent");
        await share.CreateAsync();
        var program = await File.ReadAllBytesAsync(ProgramFile());
        var file = share.GetRootDirectoryClient().GetFileClient("frankenetes-pod");
        await file.CreateAsync(program.Length);
        await file.UploadAsync(new MemoryStream(program));
        return (account, key);
    }

    private async Task<JsonNode> EndedAsync(string group)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await _arm.SendAsync("GET", $"{_arm.Groups(group)}/app");
            var state = answer.Body!["properties"]!["containers"]![0]!["properties"]!["instanceView"]!["currentState"]!;
            if ((string)state["state"]! == "Terminated") return state;
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<ClientWebSocket> OpenAsync(string group)
    {
        var answer = await _arm.SendAsync("POST", $"{_arm.Groups(group)}/app/containers/app/exec", new { command = Program });
        Assert.True(answer.Status == 200, answer.ToString());
        using var limit = new CancellationTokenSource(Patience);
        var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(ArmClient.TrustingHandler(_arm.Text("caCertificatePath")));
        await socket.ConnectAsync(new Uri((string)answer.Body!["webSocketUri"]!), invoker, limit.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes((string)answer.Body["password"]!), WebSocketMessageType.Text, true, limit.Token);
        Assert.Equal(Hello.Trim(), await NextLineAsync(socket, new StringBuilder()));
        return socket;
    }

    private static async Task<(string Output, string Error, int Code)> RunAsync(ClientWebSocket socket, int channel, params string[] command)
    {
        await SendAsync(socket, channel, new { exec = new { command } });
        var (output, error, pending) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        while (await NextLineAsync(socket, pending) is { } line)
        {
            var payload = Encoding.UTF8.GetString(Convert.FromBase64String(line[2..]));
            if (line[1] == 'x') return (output.ToString(), error.ToString(), (int)JsonNode.Parse(payload)!["code"]!);
            (line[1] == 'd' ? output : error).Append(payload);
        }
        throw new InvalidOperationException("The session ended before the command did.");
    }

    private static Task SendAsync(ClientWebSocket socket, int channel, object request)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(request);
        return socket.SendAsync(Encoding.ASCII.GetBytes($"{channel}o{Convert.ToBase64String(json)}\n"), WebSocketMessageType.Binary, true, CancellationToken.None);
    }

    private static async Task<string?> NextLineAsync(ClientWebSocket socket, StringBuilder pending)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        while (true)
        {
            var text = pending.ToString();
            if (text.IndexOf('\n') is >= 0 and var end)
            {
                pending.Remove(0, end + 1);
                return text[..end];
            }
            var read = await socket.ReceiveAsync(buffer, limit.Token);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            pending.Append(Encoding.ASCII.GetString(buffer, 0, read.Count));
        }
    }

    private static string ProgramFile([CallerFilePath] string thisFile = "")
    {
        var program = Path.GetFullPath(Path.Combine(thisFile, "..", "..", "..", "..", "bin", "agent", "linux-x64", "frankenetes-pod"));
        Assert.True(File.Exists(program), $"{program} is missing; ./build.sh Build makes it.");
        return program;
    }
}
