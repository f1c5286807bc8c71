using System.Net;
using Frankenetes.Clusters.Environments;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Environments;

public class CloudMetadataTests
{
    private static readonly Uri China = new("https://management.chinacloudapi.cn/");

    private const string Clouds = """
        [{ "name": "AzureCloud", "resourceManager": "https://management.azure.com/", "authentication": { "loginEndpoint": "https://login.microsoftonline.com", "audiences": [] } },
         { "name": "AzureChinaCloud", "resourceManager": "https://management.chinacloudapi.cn", "authentication": { "loginEndpoint": "https://login.chinacloudapi.cn", "audiences": [] } }]
        """;

    private const string Local = """
        [{ "name": "LocalAzure", "resourceManager": "https://127.0.0.1:8443/", "frankenetes": { "resourceManagerEndpoint": "https://127.0.0.1:8443/",
           "resourceManagerEndpointInGroups": "https://groups.internal:8443/", "authority": "https://127.0.0.1:8443/", "tenantId": "t",
           "storageEndpointsInGroups": { "blob": "https://groups.internal:8444/" }, "images": { "etcd": "own/etcd:1" }, "certificateAuthority": "PEM" } }]
        """;

    [Fact]
    public async Task A_cloud_is_found_by_its_own_address()
    {
        var environment = (await FindAsync(China, Clouds))!.ToEnvironment(null);
        Assert.Equal(("management.chinacloudapi.cn", new Uri("https://login.chinacloudapi.cn/"), (string?)null), (environment.Name, environment.AuthorityInGroups, environment.CertificateAuthority));
        Assert.Equal(new Uri("https://elsewhere/"), (await FindAsync(China, Clouds))!.ToEnvironment(new Uri("https://elsewhere/")).Authority);
    }

    [Fact]
    public async Task What_container_groups_of_a_local_Azure_are_given_is_what_is_right_in_them()
    {
        var environment = (await FindAsync(new Uri("https://127.0.0.1:8443/"), Local))!.ToEnvironment(null);
        Assert.Equal(new Uri("https://127.0.0.1:8443/"), environment.ResourceManagerEndpoint);
        Assert.Equal((new Uri("https://groups.internal:8443/"), new Uri("https://groups.internal:8443/"), new Uri("https://groups.internal:8444/")), (environment.ResourceManagerEndpointInGroups, environment.AuthorityInGroups, environment.BlobEndpointInGroups));
        Assert.Equal(("PEM", "own/etcd:1", true), (environment.CertificateAuthority, environment.EtcdImage, environment.IsLocal));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "[]")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.OK, """{ "galleryEndpoint": "https://x/" }""")]
    [InlineData(HttpStatusCode.OK, Clouds)]
    public async Task Where_nothing_of_the_kind_is_served_there_is_none(HttpStatusCode status, string body) => Assert.Null(await FindAsync(new Uri("https://stack.example/"), body, status));

    [Fact]
    public async Task Nobody_who_answers_is_an_error_that_names_the_address()
    {
        var failure = await Assert.ThrowsAsync<FrankenetesException>(() => CloudMetadata.FindAsync(new HttpClient(new Answer(_ => throw new HttpRequestException("refused"))), CloudMetadata.AddressOf(China), default));
        Assert.Equal(nameof(ErrorCatalog.AzureUnreachable), failure.ErrorId);
        Assert.Contains("management.chinacloudapi.cn", failure.Message, StringComparison.Ordinal);
    }

    private static Task<CloudMetadata?> FindAsync(Uri cloud, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        CloudMetadata.FindAsync(new HttpClient(new Answer(_ => new HttpResponseMessage(status) { Content = new StringContent(body) })), CloudMetadata.AddressOf(cloud), default);

    private sealed class Answer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
