namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>How a container ended.</summary>
internal sealed record ContainerExit(int Code, DateTimeOffset StartTime, DateTimeOffset FinishTime);
