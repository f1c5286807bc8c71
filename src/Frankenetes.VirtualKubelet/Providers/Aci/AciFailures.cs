using Azure;
using Frankenetes.VirtualKubelet.SignIn;
using Frankenetes.PodTranslation;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>What ARM's answers and the translation's refusals mean to the kubelet.</summary>
internal static class AciFailures
{
    private static readonly TimeSpan WhereNoneIsTold = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work; what it throws comes out as <see cref="ProviderException"/>.</summary>
    public static Task RunAsync(Func<Task> work, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <summary>As the other, with an answer.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (RefusedPodException refused)
        {
            throw new ProviderException(ProviderFailure.Refused, "Unsupported", refused.Message, refused);
        }
        catch (MissingInputException missing)
        {
            throw new ProviderException(ProviderFailure.Missing, "FailedMount", missing.Message, missing);
        }
        catch (RequestFailedException failed)
        {
            throw Of(failed);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException or SignInException or AggregateException or TimeoutException)
        {
            throw new ProviderException(ProviderFailure.Unreachable, "AzureUnreachable", FirstLine(unreachable.Message), unreachable);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(ProviderFailure.Unreachable, "AzureUnreachable", "Azure did not answer in time", late);
        }
    }

    private static ProviderException Of(RequestFailedException failed)
    {
        // The first line is ARM's words; the rest is headers.
        var message = $"{failed.ErrorCode ?? failed.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {FirstLine(failed.Message)}";
        return failed.Status switch
        {
            429 => Later(ProviderFailure.Busy),
            503 when RetryAfter(failed) is not null => Later(ProviderFailure.Busy),
            // 409: another operation on this group is under way.
            409 when failed.ErrorCode is "ContainerGroupTransitioning" or "ServiceAssociationLinkNotReady" => Later(ProviderFailure.Waiting),
            404 => new(ProviderFailure.Absent, "NotFound", message, failed),
            401 or 408 or >= 500 or 0 => new(ProviderFailure.Unreachable, "AzureUnreachable", message, failed),
            _ => new(ProviderFailure.Rejected, failed.ErrorCode == "InaccessibleImage" ? "ErrImagePull" : "CreateContainerError", message, failed),
        };

        ProviderException Later(ProviderFailure kind) => new(kind, "AzureBusy", message, failed) { RetryAfter = RetryAfter(failed) ?? WhereNoneIsTold };
    }

    private static TimeSpan? RetryAfter(RequestFailedException busy) =>
        busy.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true && int.TryParse(text, out var seconds) ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : null;

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
