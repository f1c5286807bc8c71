namespace Frankenetes.EtcdKeeper.Tests.Harness;

internal static class Waiting
{
    /// <summary>Looks until it holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var patience = new Patience(); patience.IsLeft; await Task.Delay(20))
        {
            if (await holds())
                return;
        }

        throw new TimeoutException($"This did not come to be: {what}.");
    }
}
