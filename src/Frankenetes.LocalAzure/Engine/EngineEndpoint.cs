namespace Frankenetes.LocalAzure.Engine;

/// <summary>Where the engine answers.</summary>
/// <param name="Uri">A Docker Engine API endpoint.</param>
/// <param name="OwnService">The Podman service we started and end; null when the engine is someone else's.</param>
internal sealed record EngineEndpoint(Uri Uri, PodmanService? OwnService = null);
