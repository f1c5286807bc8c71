using System.Management.Automation;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Tests.Pipeline;

/// <summary>Pumps whatever work a test gives it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestPump")]
public sealed class InvokeTestPumpCommand : FrankenetesCommand
{
    internal static Func<ICmdletOutput, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;

    [Parameter(ValueFromPipeline = true)]
    public int Item { get; set; }

    protected override void ProcessRecord() => Pump((output, stop) => Work(output, stop), Item);
}
