using Azure;

namespace Frankenetes.LocalAzure.Tests.Storage;

/// <summary>Asserts how a request was refused.</summary>
internal static class Refusal
{
    public static async Task IsAsync(int status, string code, Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(request);
        Assert.Equal((status, code), (refusal.Status, refusal.ErrorCode));
    }
}
