using System.Globalization;
using k8s.Models;

namespace Frankenetes.PodTranslation.Variables;

/// <summary>
/// Variables that tell where the namespace's Services are, in the forms that kubelets write them. Headless Services have none. The API server's own are not among them: its cluster address
/// leads nowhere from a container group, its public one does. Source: Kubernetes, pkg/kubelet/envvars.
/// </summary>
internal static class ServiceLinks
{
    public static IEnumerable<KeyValuePair<string, string>> Of(IEnumerable<V1Service> services) =>
        from service in services
        where service.Spec?.ClusterIP is { Length: > 0 } and not "None" && service.Spec.Ports is { Count: > 0 } && !(service.Metadata.Name == "kubernetes" && service.Metadata.NamespaceProperty == "default")
        from variable in Of(service)
        select variable;

    private static IEnumerable<KeyValuePair<string, string>> Of(V1Service service)
    {
        var (name, address) = (service.Metadata.Name.ToUpperInvariant().Replace('-', '_'), service.Spec.ClusterIP);
        yield return new($"{name}_SERVICE_HOST", address);
        yield return new($"{name}_SERVICE_PORT", Number(service.Spec.Ports[0].Port));
        foreach (var port in service.Spec.Ports.Where(port => !string.IsNullOrEmpty(port.Name)))
            yield return new($"{name}_SERVICE_PORT_{port.Name.ToUpperInvariant().Replace('-', '_')}", Number(port.Port));
        foreach (var (port, i) in service.Spec.Ports.Select((port, i) => (port, i)))
        {
            var protocol = string.IsNullOrEmpty(port.Protocol) ? "TCP" : port.Protocol;
            var (prefix, url) = ($"{name}_PORT_{Number(port.Port)}_{protocol.ToUpperInvariant()}", $"{protocol.ToLowerInvariant()}://{(address.Contains(':') ? $"[{address}]" : address)}:{Number(port.Port)}");
            // The first port also goes without its number, as links between Docker's containers had it.
            if (i == 0) yield return new($"{name}_PORT", url);
            yield return new(prefix, url);
            yield return new($"{prefix}_PROTO", protocol.ToLowerInvariant());
            yield return new($"{prefix}_PORT", Number(port.Port));
            yield return new($"{prefix}_ADDR", address);
        }
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
