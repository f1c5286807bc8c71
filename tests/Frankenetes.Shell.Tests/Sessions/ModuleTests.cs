namespace Frankenetes.Shell.Tests.Sessions;

public sealed class ModuleTests : IDisposable
{
    private const string View = """
        <Configuration><ViewDefinitions><View>
          <Name>Sample</Name>
          <ViewSelectedBy><TypeName>Frankenetes.Shell.Tests.Sessions.ShellSample</TypeName></ViewSelectedBy>
          <TableControl>
            <TableHeaders><TableColumnHeader><Label>Called</Label></TableColumnHeader></TableHeaders>
            <TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries>
          </TableControl>
        </View></ViewDefinitions></Configuration>
        """;

    private static readonly string Assembly = typeof(ModuleTests).Assembly.Location;
    private readonly ShellProcess _shell = new();

    [Theory]
    [InlineData("Import-Module -Assembly ([Reflection.Assembly]::LoadFrom('{0}'))", "")]
    [InlineData("Import-Module '{0}'", "")]
    [InlineData("Import-Module -Assembly ([Frankenetes.Shell.Tests.Sessions.ShellSample].Assembly)", "RequiredAssemblies = '{0}'")]
    public async Task A_script_module_that_brings_an_assembly_and_a_view_is_imported(string script, string manifest)
    {
        _shell.Write("Sample.psm1", script.Replace("{0}", Assembly, StringComparison.Ordinal));
        _shell.Write("Sample.Format.ps1xml", View);
        var path = _shell.Write(
            "Sample.psd1",
            $"@{{ ModuleVersion = '1.2.3'; RootModule = 'Sample.psm1'; FormatsToProcess = 'Sample.Format.ps1xml'; CmdletsToExport = 'Get-ShellSample'; {manifest.Replace("{0}", Assembly, StringComparison.Ordinal)} }}");
        var result = await ShellProcess.RunAsync(["-c", $"Import-Module '{path}'; Get-ShellSample; [Console]::WriteLine((Get-Module Sample).Version)"]);
        Assert.Equal("\nCalled\n------\none\n\n", result.Output.Replace("1.2.3\n", "", StringComparison.Ordinal));
        Assert.Contains("1.2.3", result.Output);
        Assert.Equal("", result.Error);
    }

    public void Dispose() => _shell.Dispose();
}
