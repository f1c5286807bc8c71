using Azure;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Tests.Storage;

public class BlobStoreTests
{
    [Fact]
    public async Task A_failure_of_the_service_is_told_in_our_words() =>
        await Assert.ThrowsAsync<StorageException>(() => FailAsync(CancellationToken.None));

    [Fact]
    public async Task A_failure_after_the_call_was_cancelled_is_its_cancellation() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => FailAsync(new CancellationToken(canceled: true)));

    private static Task<bool> FailAsync(CancellationToken cancellation) =>
        BlobStore.GuardAsync<bool>("A trial", () => throw new RequestFailedException(503, "Server busy"), cancellation);
}
