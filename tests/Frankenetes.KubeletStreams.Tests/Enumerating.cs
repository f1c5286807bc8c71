namespace Frankenetes.KubeletStreams.Tests;

internal static class Enumerating
{
    /// <summary>The items until the end, be it good or bad.</summary>
    public static async IAsyncEnumerable<T> WithIgnoredFailure<T>(this IAsyncEnumerable<T> items)
    {
        await using var enumerator = items.GetAsyncEnumerator();
        while (await MoveAsync()) yield return enumerator.Current;

        async Task<bool> MoveAsync()
        {
            try
            {
                return await enumerator.MoveNextAsync();
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
}
