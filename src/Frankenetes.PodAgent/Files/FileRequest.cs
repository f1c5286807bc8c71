namespace Frankenetes.PodAgent.Files;

/// <summary>Volumes and all that they shall hold.</summary>
internal sealed record FileRequest
{
    public required IReadOnlyList<FileVolume> Volumes { get; init; }
}

/// <summary>One volume.</summary>
/// <param name="Path">The folder where it is mounted.</param>
/// <param name="Files">All files; what is there and not here goes.</param>
internal sealed record FileVolume(string Path, IReadOnlyList<VolumeFile> Files);

/// <summary>One file.</summary>
/// <param name="Path">Below the volume, folders with slashes between.</param>
/// <param name="Content">The bytes, base64 in JSON.</param>
/// <param name="Mode">Permission bits, decimal.</param>
/// <param name="User">Who owns it; null: who writes it.</param>
/// <param name="Group">Whose group it is; null: the writer's.</param>
internal sealed record VolumeFile(string Path, byte[] Content, int Mode, int? User = null, int? Group = null);
