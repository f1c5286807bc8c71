using Frankenetes.Agent.Logging;
using Frankenetes.EtcdKeeper;
using Frankenetes.VirtualKubelet;

namespace Frankenetes.Agent.Verbs;

/// <summary>What the executable can be told to do.</summary>
internal static class VerbTable
{
    private const string Usage = """
        usage: frankenetes-agent install DIR
               frankenetes-agent version
               frankenetes-agent etcd-keeper --config FILE
               frankenetes-agent virtual-kubelet --config FILE
               frankenetes-agent audit-witness --config FILE
               frankenetes-agent run-when-allowed --server=URL --path=PATH --certificate-authority=FILE --client-certificate=FILE --client-key=FILE -- PROGRAM [ARGUMENT...]
        """;

    /// <summary>Runs the verb; the answer is the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case ["version"]:
                await output.WriteLineAsync(AgentVersion.Text).ConfigureAwait(false);
                return ExitCodes.Ended;
            case ["install", var folder]:
                using (var loggers = LineLoggers.Create("install", error)) return Installation.Run(folder, loggers.CreateLogger("install"));
            case ["etcd-keeper", "--config", var file]:
                using (var loggers = LineLoggers.Create("keeper", error))
                    return await Keeper.RunAsync(file, loggers, cancellationToken).ConfigureAwait(false);
            case ["virtual-kubelet", "--config", var file]:
                using (var loggers = LineLoggers.Create("kubelet", error))
                    return await Kubelet.RunAsync(file, loggers, Environment.GetEnvironmentVariable, cancellationToken).ConfigureAwait(false);
            case ["audit-witness", "--config", var file]:
                using (var loggers = LineLoggers.Create("witness", error))
                    return await Kubelet.WitnessAsync(file, loggers, cancellationToken).ConfigureAwait(false);
            case ["run-when-allowed", .. var rest]:
                using (var loggers = LineLoggers.Create("start", error))
                    return await RunWhenAllowed.RunAsync(rest, loggers.CreateLogger("start"), cancellationToken).ConfigureAwait(false) ?? await BadUsageAsync(error).ConfigureAwait(false);
            default:
                return await BadUsageAsync(error).ConfigureAwait(false);
        }
    }

    private static async Task<int> BadUsageAsync(TextWriter error)
    {
        await error.WriteLineAsync(Usage).ConfigureAwait(false);
        return ExitCodes.BadUsage;
    }
}
