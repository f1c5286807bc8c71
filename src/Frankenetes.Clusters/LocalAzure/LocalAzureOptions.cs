namespace Frankenetes.Clusters.LocalAzure;

/// <summary>Where the local Azure lives and how it is started.</summary>
internal sealed record LocalAzureOptions
{
    /// <summary>Holds all that it knows; made with mode 0700 when absent.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Frankenetes.LocalAzure.dll.</summary>
    public required string Program { get; init; }

    /// <summary>The <c>dotnet</c> host; null when none was found.</summary>
    public string? DotNet { get; init; }

    /// <summary>The container engine's socket (<c>unix:///…</c>); null lets it choose.</summary>
    public string? Engine { get; init; }

    /// <summary>The first of its three ports; null lets it choose.</summary>
    public int? Port { get; init; }

    /// <summary>How many requests it takes (<c>azure</c>, <c>off</c>, <c>creates=N</c>); null: as Azure.</summary>
    public string? Limits { get; init; }

    /// <summary>It runs no container and says that all run.</summary>
    public bool WithoutContainers { get; init; }

    /// <summary>Its container groups meet only at the ports that their addresses publish.</summary>
    public bool IsolateGroups { get; init; }

    public string DescriptionFile => Path.Combine(StateFolder, "local-azure.json");

    public string LogFile => Path.Combine(StateFolder, "local-azure.log");
}
