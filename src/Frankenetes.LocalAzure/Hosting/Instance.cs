using System.Security.Cryptography;
using System.Text.Json;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Who this LocalAzure is: chosen once, kept in <c>instance.json</c>, because what runs in groups holds all of it.</summary>
internal sealed record Instance
{
    /// <summary>Every container and network of ours bears the label <c>frankenetes</c> = this.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    public Guid TenantId { get; init; } = Guid.NewGuid();

    public Guid SubscriptionId { get; init; } = Guid.NewGuid();

    public Guid ClientId { get; init; } = Guid.NewGuid();

    public string ClientSecret { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)).Replace('/', '~').Replace('+', '-');

    /// <summary>The first of the three ports; null until chosen.</summary>
    public int? Port { get; init; }

    /// <summary>The bridge's subnet in CIDR form; null until the network is made.</summary>
    public string? Subnet { get; init; }

    /// <summary>Nothing that it says to run does. A state folder never changes from the one to the other while it holds groups.</summary>
    public bool WithoutContainers { get; init; }

    /// <summary>Container groups meet only at the ports that their addresses publish. Never taken back: groups of before would differ from those of after.</summary>
    public bool IsolateGroups { get; init; }

    /// <summary>First 8 hexadecimal digits of the id: what names on the engine carry.</summary>
    public string ShortId => Id.ToString("N")[..8];

    public static Instance LoadOrCreate(StateFolder state)
    {
        var path = state.File("instance.json");
        if (File.Exists(path))
            return JsonSerializer.Deserialize<Instance>(File.ReadAllBytes(path), StateJson.Options)!;
        var instance = new Instance();
        instance.Save(state);
        return instance;
    }

    public void Save(StateFolder state) =>
        AtomicFile.Write(state.File("instance.json"), JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Options));
}
