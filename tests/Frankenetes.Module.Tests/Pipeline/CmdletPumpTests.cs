using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Frankenetes.Contracts;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Tests.Pipeline;

public sealed class CmdletPumpTests : IDisposable
{
    private readonly PowerShell _shell;

    public CmdletPumpTests()
    {
        var session = InitialSessionState.CreateDefault2();
        session.Commands.Add(new SessionStateCmdletEntry("Invoke-TestPump", typeof(InvokeTestPumpCommand), null));
        session.Commands.Add(new SessionStateCmdletEntry("Select-TestFirst", typeof(SelectTestFirstCommand), null));
        _shell = PowerShell.Create(session);
    }

    [Fact]
    public void What_other_threads_say_is_written_in_their_order()
    {
        InvokeTestPumpCommand.Work = async (output, _) =>
        {
            for (var number = 0; number < 1000; number++)
            {
                await Task.Yield();
                output.Object(number);
            }
        };
        Assert.Equal(Enumerable.Range(0, 1000), Run("Invoke-TestPump").Select(value => (int)value.BaseObject));
    }

    [Fact]
    public void A_failure_is_one_error_record_and_the_next_item_has_its_turn()
    {
        var turns = 0;
        InvokeTestPumpCommand.Work = (_, _) => ++turns < 3 ? throw new FrankenetesException(ErrorCatalog.ClusterBusy, "Taken.", "dev") : Task.CompletedTask;
        Run("1, 2, 3 | Invoke-TestPump");
        Assert.Equal(3, turns);
        Assert.All(_shell.Streams.Error, error => Assert.Equal("ClusterBusy,Frankenetes.Module.Tests.Pipeline.InvokeTestPumpCommand", error.FullyQualifiedErrorId));
        Assert.Equal(2, _shell.Streams.Error.Count);
    }

    [Fact]
    public void An_error_that_ends_the_pipeline_cancels_the_work()
    {
        var cancelled = new TaskCompletionSource();
        InvokeTestPumpCommand.Work = async (output, stop) =>
        {
            using var told = stop.Register(cancelled.SetResult);
            output.Error(new FrankenetesException(ErrorCatalog.ClusterBusy, "Taken."), null);
            await Task.Delay(Timeout.Infinite, stop);
        };
        Assert.ThrowsAny<RuntimeException>(() => Run("Invoke-TestPump -ErrorAction Stop"));
        Assert.True(cancelled.Task.IsCompleted);
    }

    /// <summary>Select-Object -First stops those before it by an exception that only the engine can make.</summary>
    [Fact]
    public void A_pipeline_that_has_enough_cancels_the_work_and_is_no_error()
    {
        var cancelled = new TaskCompletionSource();
        InvokeTestPumpCommand.Work = async (output, stop) =>
        {
            using var told = stop.Register(cancelled.SetResult);
            output.Object(1);
            output.Object(2);
            await Task.Delay(Timeout.Infinite, stop);
        };
        Assert.Equal([1], Run("Invoke-TestPump | Select-TestFirst").Select(value => (int)value.BaseObject));
        Assert.Empty(_shell.Streams.Error);
        Assert.True(cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task Work_that_will_not_end_is_left_behind_within_two_seconds()
    {
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        InvokeTestPumpCommand.Work = (_, _) =>
        {
            begun.SetResult();
            return end.Task;
        };
        _shell.AddScript("Invoke-TestPump");
        var running = _shell.InvokeAsync();
        await begun.Task;
        Assert.InRange(CmdletPump.Farewell, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        // Returns though the work goes on.
        _shell.Stop();
        end.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => running);
    }

    [Fact]
    public void Progress_ends_as_a_completed_bar()
    {
        InvokeTestPumpCommand.Work = (output, _) =>
        {
            output.Progress("Creating", "half", 50);
            output.Progress("Creating", "Done", 100);
            return Task.CompletedTask;
        };
        Run("Invoke-TestPump");
        Assert.Equal(ProgressRecordType.Completed, _shell.Streams.Progress.Last().RecordType);
    }

    public void Dispose() => _shell.Dispose();

    private Collection<PSObject> Run(string script) => _shell.AddScript(script).Invoke();
}
