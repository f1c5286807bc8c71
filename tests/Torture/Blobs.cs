using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture;

/// <summary>What may happen to blobs behind the keeper's back.</summary>
internal static class Blobs
{
    public static Task FlipAsync(RecordAccount account, string name, Random random) => RewriteAsync(account, name, content =>
    {
        if (content.Length > 0)
            content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
        return content;
    });

    public static async Task RewriteAsync(RecordAccount account, string name, Func<byte[], byte[]> change)
    {
        var whole = (await account.Etcd.GetBlobClient(name).DownloadContentAsync()).Value;
        await account.DeleteAsync(name);
        await PutAsync(account, name, change(whole.Content.ToArray()), whole.Details.Metadata);
    }

    /// <summary>Lays a blob there once more, under another name.</summary>
    public static async Task CopyAsync(RecordAccount account, string name, string copy, Func<byte[], byte[]> change)
    {
        var whole = (await account.Etcd.GetBlobClient(name).DownloadContentAsync()).Value;
        await PutAsync(account, copy, change(whole.Content.ToArray()), whole.Details.Metadata);
    }

    /// <summary>Whether there are blobs of this prefix and all of them are sealed.</summary>
    public static async Task<bool> AreSealedAsync(RecordAccount account, string prefix)
    {
        var any = false;
        await foreach (var blob in account.Etcd.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, CancellationToken.None))
        {
            if (blob.Properties.IsSealed != true)
                return false;
            any = true;
        }

        return any;
    }

    /// <summary>Whether anybody takes connections on a loopback port.</summary>
    public static bool Listens(int port)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        try
        {
            socket.Connect(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>A snapshot and a segment of another cluster, newer by name than all of ours.</summary>
    public static async Task AddForeignAsync(RecordAccount account)
    {
        var metadata = new Dictionary<string, string> { ["clusterid"] = Guid.NewGuid().ToString(), ["sha256"] = "00", ["revision"] = "900" };
        await account.Etcd.GetBlobClient("full/000009-0000000000000900-20300101T000000000Z.snapshot").UploadAsync(BinaryData.FromString("x"), new BlobUploadOptions { Metadata = metadata });
        await account.Etcd.GetAppendBlobClient("log/000009-0000000000000900-0000.log").CreateAsync(new AppendBlobCreateOptions { Metadata = metadata });
    }

    private static async Task PutAsync(RecordAccount account, string name, byte[] content, IDictionary<string, string> metadata)
    {
        using var stream = new MemoryStream(content);
        if (!name.StartsWith("log/", StringComparison.Ordinal))
        {
            await account.Etcd.GetBlobClient(name).UploadAsync(stream, new BlobUploadOptions { Metadata = metadata });
            return;
        }

        var append = account.Etcd.GetAppendBlobClient(name);
        await append.CreateAsync(new AppendBlobCreateOptions { Metadata = metadata });
        if (content.Length > 0)
            await append.AppendBlockAsync(stream);
    }
}
