using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>What a client is told when a session fails.</summary>
internal static class SessionFailures
{
    /// <summary>What is meant for users, as it is; else that it broke off: what else an exception says is for the log.</summary>
    public static string Describe(Exception failure, PodKey pod, ILogger logger)
    {
        if (failure is SessionException or ProviderException) return failure.Message;
        logger.LogWarning("session of {Pod}: {Kind}: {Message}", pod, failure.GetType().Name, failure.Message);
        return "the session broke off";
    }
}
