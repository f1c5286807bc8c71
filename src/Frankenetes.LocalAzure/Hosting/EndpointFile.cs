using System.Reflection;
using System.Text.Json;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary><c>local-azure.json</c>: how clients find a running LocalAzure. Present = ready; removed at a clean end.</summary>
internal sealed class EndpointFile(StateFolder state)
{
    private string FilePath => state.File("local-azure.json");

    public void Write(Instance instance, Authorities authorities, string caCertificatePath, string engine)
    {
        var content = new
        {
            ResourceManagerEndpoint = Url("127.0.0.1", authorities.Port),
            ResourceManagerEndpointInGroups = Url(Authorities.GroupHost, authorities.Port),
            Authority = Url("127.0.0.1", authorities.Port),
            InstanceId = instance.Id,
            instance.TenantId,
            instance.SubscriptionId,
            instance.ClientId,
            instance.ClientSecret,
            StorageEndpoints = new { Blob = Url("127.0.0.1", authorities.BlobPort), File = Url("127.0.0.1", authorities.FilePort) },
            StorageEndpointsInGroups = new { Blob = Url(Authorities.GroupHost, authorities.BlobPort), File = Url(Authorities.GroupHost, authorities.FilePort) },
            Authorities.StorageSuffix,
            Authorities.DnsSuffix,
            CaCertificatePath = caCertificatePath,
            Location = Locations.Default,
            Locations.OtherLocation,
            ProcessId = Environment.ProcessId,
            Engine = engine,
            instance.WithoutContainers,
            instance.IsolateGroups,
            Version = typeof(EndpointFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            Images = WellKnownImages.ByRole,
        };
        AtomicFile.Write(FilePath, JsonSerializer.SerializeToUtf8Bytes(content, StateJson.Options));
    }

    public void Remove() => File.Delete(FilePath);

    private static string Url(string host, int port) => $"https://{host}:{port}/";
}
