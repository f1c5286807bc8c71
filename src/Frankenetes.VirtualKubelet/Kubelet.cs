using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.SignIn;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet;

/// <summary>The way in: a node whose pods are container groups.</summary>
public static class Kubelet
{
    /// <summary>Runs until cancelled or until it cannot go on.</summary>
    /// <param name="configurationFile">kubelet.json, as docs/contracts.md describes it.</param>
    /// <param name="loggers">One line an event; secrets are never among the words.</param>
    /// <param name="environment">Reads an environment variable: the platform names its managed identity endpoint there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code: 0 ended as told, 1 failed, 2 unusable configuration.</returns>
    public static Task<int> RunAsync(string configurationFile, ILoggerFactory loggers, Func<string, string?> environment, CancellationToken cancellationToken) =>
        GuardAsync(loggers, "the virtual kubelet", async () =>
        {
            var configuration = ConfigurationFile.Read(configurationFile);
            await using var composition = new KubeletComposition(configuration, loggers, environment, TimeProvider.System);
            await composition.RunAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Tells from the API server's audit log who changed the cluster last, where no virtual kubelet sees it. Runs until cancelled.</summary>
    /// <param name="configurationFile">witness.json, as docs/contracts.md describes it.</param>
    /// <param name="loggers">One line an event; secrets are never among the words.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code, as of <see cref="RunAsync"/>.</returns>
    public static Task<int> WitnessAsync(string configurationFile, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        GuardAsync(loggers, "the audit log's witness", async () =>
        {
            var configuration = ConfigurationFile.Read(configurationFile, KubeletJson.Default.WitnessConfiguration);
            using var azure = new HttpClient(AzureTrust.CreateHandler(configuration.CertificateAuthority));
            var container = new ControlContainer(azure, configuration.Storage.ControlContainer);
            await new AuditWitness(container, new AuditLog(configuration.AuditLog), configuration.Epoch, configuration.ControlInterval, TimeProvider.System, loggers.CreateLogger("control"))
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private static async Task<int> GuardAsync(ILoggerFactory loggers, string what, Func<Task> work, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger("Frankenetes.VirtualKubelet");
        try
        {
            await work().ConfigureAwait(false);
            return 0;
        }
        catch (ConfigurationException wrong)
        {
            logger.LogError("configuration: {Reason}", wrong.Message);
            return 2;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("ended as told");
            return 0;
        }
        // The outermost border: the container ends, and its group's restart policy starts it again.
        catch (Exception failure)
        {
            logger.LogCritical(failure, "{Program} cannot go on", what);
            return 1;
        }
    }
}
