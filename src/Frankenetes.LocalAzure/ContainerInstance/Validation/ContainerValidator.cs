using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Validation;

/// <summary>Checks one container.</summary>
internal static class ContainerValidator
{
    private const double MaxCpu = 32;
    private const double MaxMemoryInGB = 256;

    public static void Check(string group, Container container, IReadOnlySet<string?> volumes, bool isInit)
    {
        if (!Names.IsResource(container.Name))
            throw ArmErrors.InvalidGroup("InvalidContainerName", $"The container name '{container.Name}' in container group '{group}' is invalid: 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or a digit.");
        var properties = container.Properties ?? throw ArmErrors.InvalidRequestContent($"The container '{container.Name}' has no properties.");
        if (string.IsNullOrWhiteSpace(properties.Image) || properties.Image.Any(char.IsWhiteSpace))
            throw ArmErrors.InvalidGroup("InvalidImage", $"The image '{properties.Image}' of container '{container.Name}' in container group '{group}' is invalid.");
        if (isInit)
            CheckInit(container.Name!, properties);
        else
            CheckRequests(container.Name!, group, properties.Resources);
        foreach (var port in properties.Ports ?? [])
            CheckPort(container.Name!, port);
        foreach (var variable in properties.EnvironmentVariables ?? [])
            CheckVariable(container.Name!, variable);
        CheckMounts(container.Name!, properties.VolumeMounts ?? [], volumes);
        CheckProbe(container.Name!, properties.LivenessProbe);
        CheckProbe(container.Name!, properties.ReadinessProbe);
        if (properties.SecurityContext is { Privileged: true })
            throw ArmErrors.InvalidGroup("PrivilegedContainerNotSupported", $"The container '{container.Name}' asks to be privileged; only the Confidential sku allows that, and it is not served here.");
    }

    /// <summary>A limit may be as high as what the whole group has requested, and no lower than the container's own request.</summary>
    public static void CheckLimits(string group, IReadOnlyList<Container> containers)
    {
        var (cpu, memory) = (containers.Sum(c => c.Properties!.Resources!.Requests!.Cpu!.Value), containers.Sum(c => c.Properties!.Resources!.Requests!.MemoryInGB!.Value));
        if (cpu > MaxCpu || memory > MaxMemoryInGB)
            throw ArmErrors.InvalidGroup("ServiceUnavailable", $"The requested resource is not available: {cpu} CPU and {memory} GB memory in container group '{group}'; {MaxCpu} and {MaxMemoryInGB} are the most.");
        foreach (var container in containers)
        {
            var (requests, limits) = (container.Properties!.Resources!.Requests!, container.Properties.Resources.Limits);
            if (limits?.Cpu < requests.Cpu || limits?.MemoryInGB < requests.MemoryInGB)
                throw ArmErrors.InvalidGroup("ResourceLimitsLessThanRequests", $"The resource limits of container '{container.Name}' in container group '{group}' are less than its requests.");
            if (limits?.Cpu > cpu || limits?.MemoryInGB > memory)
                throw ArmErrors.InvalidGroup("ContainerLimitGreaterThanContainerGroupTotalRequest", $"The resource limits of container '{container.Name}' are greater than the total request of container group '{group}'.");
        }
    }

    private static void CheckRequests(string container, string group, ResourceRequirements? resources)
    {
        var requests = resources?.Requests;
        if (requests is null || (requests.Cpu is null && requests.MemoryInGB is null))
            throw ArmErrors.InvalidGroup("ResourceRequestsNotSpecified", $"The resource requests are not specified for container '{container}' in container group '{group}'.");
        if (requests.Cpu is null || requests.MemoryInGB is null)
            throw ArmErrors.InvalidGroup("ResourceSomeRequestsNotSpecified", $"Some resource requests (cpu, memoryInGB) are not specified for container '{container}' in container group '{group}'.");
        if (requests.Cpu < 0.01 || requests.MemoryInGB < 0.1 || !double.IsFinite(requests.Cpu.Value) || !double.IsFinite(requests.MemoryInGB.Value))
            throw ArmErrors.InvalidGroup("InvalidResourceRequests", $"The resource requests of container '{container}' in container group '{group}' are invalid: at least 0.01 CPU and 0.1 GB memory.");
        if (requests.Gpu is not null)
            throw ArmErrors.InvalidGroup("GpuNotAvailable", $"The container '{container}' requests a GPU; none is available here.");
    }

    private static void CheckInit(string container, ContainerProperties properties)
    {
        if (properties.Resources is not null || properties.Ports is not null || properties.LivenessProbe is not null || properties.ReadinessProbe is not null)
            throw ArmErrors.InvalidRequestContent($"Could not find member 'resources', 'ports' or a probe on init container '{container}': init containers have none of these.");
    }

    private static void CheckPort(string container, Port port)
    {
        if (port.Number is not (>= 1 and <= 65535))
            throw ArmErrors.InvalidGroup("InvalidPort", $"The port '{port.Number}' of container '{container}' is not in 1 to 65535.");
        if (port.Protocol is not null && !port.Protocol.Equals("TCP", StringComparison.OrdinalIgnoreCase) && !port.Protocol.Equals("UDP", StringComparison.OrdinalIgnoreCase))
            throw ArmErrors.InvalidGroup("InvalidPortProtocol", $"The protocol '{port.Protocol}' of port {port.Number} is neither TCP nor UDP.");
    }

    private static void CheckVariable(string container, EnvironmentVariable variable)
    {
        if (!Names.IsEnvironmentVariable(variable.Name))
            throw ArmErrors.InvalidGroup("InvalidContainerEnvironmentVariable", $"The environment variable name '{variable.Name}' of container '{container}' is invalid: a letter or '_', then letters, digits and '_'.");
        if (variable.Value is not null && variable.SecureValue is not null)
            throw ArmErrors.InvalidGroup("InvalidContainerEnvironmentVariable", $"The environment variable '{variable.Name}' of container '{container}' has both a value and a secure value.");
    }

    private static void CheckMounts(string container, IReadOnlyList<VolumeMount> mounts, IReadOnlySet<string?> volumes)
    {
        foreach (var mount in mounts)
        {
            if (!volumes.Contains(mount.Name))
                throw ArmErrors.InvalidGroup("VolumeMountNotFound", $"The volume '{mount.Name}' that container '{container}' mounts is none of its group's.");
            if (mount.MountPath is not { Length: > 0 } path || path[0] != '/' || path.Contains(':', StringComparison.Ordinal) || path.TrimEnd('/').Length == 0)
                throw ArmErrors.InvalidGroup("InvalidVolumeMountPath", $"The mount path '{mount.MountPath}' of container '{container}' is invalid: absolute, not the root, without ':'.");
        }

        if (mounts.GroupBy(m => m.MountPath!.TrimEnd('/')).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw ArmErrors.InvalidGroup("DuplicateVolumeMountPaths", $"The mount path '{twice.Key}' of container '{container}' is used twice.");
    }

    private static void CheckProbe(string container, Probe? probe)
    {
        if (probe is null)
            return;
        if (probe.Exec is null == probe.HttpGet is null)
            throw ArmErrors.InvalidGroup("InvalidProbe", $"A probe of container '{container}' needs exactly one of exec and httpGet.");
        if (probe.Exec is { Command: not { Count: > 0 } })
            throw ArmErrors.InvalidGroup("InvalidProbe", $"An exec probe of container '{container}' has no command.");
        if (probe.HttpGet is { } get && (get.Port is not (>= 1 and <= 65535) || get.Scheme?.ToLowerInvariant() is not (null or "http" or "https")))
            throw ArmErrors.InvalidGroup("InvalidProbe", $"An httpGet probe of container '{container}' needs a port from 1 to 65535 and the scheme http or https.");
        if (probe.InitialDelaySeconds < 0 || probe.PeriodSeconds < 1 || probe.FailureThreshold < 1 || probe.SuccessThreshold < 1 || probe.TimeoutSeconds < 1)
            throw ArmErrors.InvalidGroup("InvalidProbe", $"A number in a probe of container '{container}' is out of range.");
    }
}
