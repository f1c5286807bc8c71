using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Frankenetes.EtcdKeeper.Gate;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>A record account in a real blob service, its two containers, and the part of the cmdlets that a keeper meets.</summary>
internal sealed class RecordAccount : IAsyncDisposable
{
    private const string Policy = "epoch-1";
    private readonly BlobEndpoint _endpoint;
    private RecordAccount(BlobEndpoint endpoint, BlobContainerClient etcd, BlobContainerClient control)
    {
        _endpoint = endpoint;
        Etcd = etcd;
        Control = control;
        var port = FreePorts.Take(2);
        EtcdLine = Line(endpoint, port);
        ControlLine = Line(endpoint, port + 1);
        EtcdSas = Sas(etcd, port);
        ControlSas = Sas(control, port + 1);
    }

    public BlobContainerClient Etcd { get; }

    public BlobContainerClient Control { get; }

    /// <summary>The address of the `etcd` container as the keeper gets it.</summary>
    public Uri EtcdSas { get; }

    public Uri ControlSas { get; }

    /// <summary>The PEM file by which storage's certificate is known.</summary>
    public string CertificateAuthority => _endpoint.CertificateAuthority;

    public static async Task<RecordAccount> CreateAsync()
    {
        var endpoint = await BlobEndpoint.StartAsync();
        var service = new BlobServiceClient(endpoint.Address, endpoint.Credential);
        var suffix = Guid.NewGuid().ToString("N");
        var etcd = await CreateContainerAsync(service, "etcd-" + suffix, "racwdl");
        var control = await CreateContainerAsync(service, "control-" + suffix, "racwl");
        return new RecordAccount(endpoint, etcd, control);
    }

    /// <summary>The keeper's way to the `etcd` container; the test's own leads past it. Closed = storage is away.</summary>
    public TcpGate EtcdLine { get; }

    public TcpGate ControlLine { get; }

    /// <summary>What is to go wrong in the service, for everybody; `{"rules":[]}` = nothing.</summary>
    public Task SetFaultsAsync(string rules) => _endpoint.SetFaultsAsync(rules);

    /// <summary>Has something happen to requests on their way; the keeper's come over TLS, the test's own do not. Null = nothing.</summary>
    public void Between(Func<Microsoft.AspNetCore.Http.HttpContext, Microsoft.AspNetCore.Http.RequestDelegate, Task>? what) => _endpoint.Between = what;

    /// <summary>Takes the keeper's rights away, as a new epoch does.</summary>
    public async Task RevokeAsync()
    {
        await Etcd.SetAccessPolicyAsync(permissions: []);
        await Control.SetAccessPolicyAsync(permissions: []);
    }

    /// <summary>Writes control/state.json.</summary>
    public async Task<string> AskAsync(string request, int epoch = 1, string? requestId = null, JsonObject? checkpoint = null)
    {
        var id = requestId ?? Guid.NewGuid().ToString();
        var state = new JsonObject { ["epoch"] = epoch, ["request"] = request, ["requestId"] = id, ["at"] = DateTimeOffset.UtcNow, ["checkpoint"] = checkpoint };
        await Control.GetBlobClient("state.json").UploadAsync(BinaryData.FromString(state.ToJsonString()), overwrite: true);
        return id;
    }

    /// <summary>The keeper's acknowledgement; null = none.</summary>
    public async Task<JsonElement?> ReadAckAsync()
    {
        try
        {
            return JsonElement.Parse((await Control.GetBlobClient("ack-etcd-keeper.json").DownloadContentAsync()).Value.Content.ToArray());
        }
        catch (Azure.RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task<JsonElement> WaitForAckAsync(Func<JsonElement, bool> wanted, string what)
    {
        JsonElement? last = null;
        for (var patience = new Patience(); patience.IsLeft; await Task.Delay(10))
        {
            last = await ReadAckAsync();
            if (last is { } ack && wanted(ack))
                return ack;
        }

        throw new TimeoutException($"No acknowledgement of {what}; the last is {last}");
    }

    public Task<JsonElement> WaitForPhaseAsync(string phase, string? requestId = null, int epoch = 1)
        => WaitForAckAsync(
            ack => ack.GetProperty("epoch").GetInt32() == epoch && ack.GetProperty("phase").GetString() == phase && (requestId is null || ack.GetProperty("requestId").GetString() == requestId),
            $"{phase} {requestId} in epoch {epoch}");

    public async Task<(JsonObject Manifest, Azure.ETag Tag)> ReadManifestAsync(int epoch = 1)
    {
        var read = (await Etcd.GetBlobClient($"manifest/{epoch:D6}.json").DownloadContentAsync()).Value;
        return (JsonNode.Parse(read.Content)!.AsObject(), read.Details.ETag);
    }

    /// <summary>Claims the manifest as Suspend does.</summary>
    /// <returns>False where it was changed meanwhile.</returns>
    public async Task<bool> ClaimAsync(int epoch = 1)
    {
        var (manifest, tag) = await ReadManifestAsync(epoch);
        if (manifest["state"]!.GetValue<string>() != "Sealed")
            return false;
        manifest["state"] = "Claimed";
        try
        {
            var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = tag } };
            await Etcd.GetBlobClient($"manifest/{epoch:D6}.json").UploadAsync(BinaryData.FromString(manifest.ToJsonString()), options);
            return true;
        }
        catch (Azure.RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    /// <summary>The newest revision that the log holds; 0 = it holds none.</summary>
    public async Task<long> RecordedAsync()
    {
        long last = 0;
        foreach (var name in await ListAsync("log/"))
        {
            // A snapshot may have made it needless since.
            using var content = await TryOpenAsync(name);
            if (content is null)
                continue;
            var reader = new Frankenetes.EtcdKeeper.Revisions.FrameReader(content);
            while (await reader.ReadAsync(default) is { Outcome: Frankenetes.EtcdKeeper.Revisions.FrameOutcome.Frame } frame)
                last = Math.Max(last, frame.Kind == Frankenetes.EtcdKeeper.Revisions.FrameKind.Revision ? frame.Revision : 0);
        }

        return last;
    }

    public async Task<List<string>> ListAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var blob in Etcd.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, CancellationToken.None))
            names.Add(blob.Name);
        return names;
    }

    /// <summary>Deletes a blob of the log or of the snapshots, whoever holds it.</summary>
    public async Task DeleteAsync(string name)
    {
        var blob = Etcd.GetBlobClient(name);
        try
        {
            await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);
        }
        catch (Azure.RequestFailedException e) when (e.Status == 409)
        {
            // It is not leased.
        }

        await blob.DeleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        EtcdLine.Dispose();
        ControlLine.Dispose();
        await _endpoint.DisposeAsync();
    }

    private async Task<Stream?> TryOpenAsync(string name)
    {
        try
        {
            return (await Etcd.GetBlobClient(name).DownloadStreamingAsync()).Value.Content;
        }
        catch (Azure.RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static async Task<BlobContainerClient> CreateContainerAsync(BlobServiceClient service, string name, string rights)
    {
        var container = (await service.CreateBlobContainerAsync(name)).Value;
        var policy = new BlobAccessPolicy { Permissions = rights, PolicyStartsOn = DateTimeOffset.UtcNow.AddMinutes(-5), PolicyExpiresOn = DateTimeOffset.UtcNow.AddDays(1) };
        await container.SetAccessPolicyAsync(permissions: [new BlobSignedIdentifier { Id = Policy, AccessPolicy = policy }]);
        return container;
    }

    private static TcpGate Line(BlobEndpoint endpoint, int port)
    {
        var line = new TcpGate(new IPEndPoint(IPAddress.Loopback, port), endpoint.Tls, NullLogger.Instance);
        line.Open();
        return line;
    }

    private static Uri Sas(BlobContainerClient container, int port)
    {
        var address = container.GenerateSasUri(new BlobSasBuilder { BlobContainerName = container.Name, Resource = "c", Identifier = Policy });
        return new UriBuilder(address) { Scheme = "https", Port = port }.Uri;
    }
}
