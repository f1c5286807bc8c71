using System.Globalization;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>A little of everything that a store can hold.</summary>
internal static class History
{
    public static async Task WriteAsync(Etcdctl client)
    {
        for (var i = 0; i < 5; i++)
            await client.PutAsync($"key-{i}", $"value-{i}");
        await client.PutAsync("key-1", "again");
        await client.RunAsync("del", "key-2");
        var lease = await client.GrantAsync(TimeSpan.FromMinutes(10));
        await client.PutAsync("leased", "for a while", $"--lease={lease}");
        await client.GrantAsync(TimeSpan.FromMinutes(20));
        await client.RunAsync("compact", "4");
        await client.PutAsync("last", "one");
    }

    public static long RevisionOf(string dump) => long.Parse(dump.Split('\n')[0], CultureInfo.InvariantCulture);
}
