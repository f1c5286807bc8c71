# Reads what `dotnet test` reports (the trx schema of Visual Studio's test results, 2010).

function Read-Trx([string] $Path) {
    $names = [System.Xml.XmlNamespaceManager]::new([System.Xml.NameTable]::new())
    $names.AddNamespace('t', 'http://microsoft.com/schemas/VisualStudio/TeamTest/2010')
    $document = [System.Xml.XmlDocument]::new()
    $document.Load($Path)
    $counters = $document.SelectSingleNode('//t:ResultSummary/t:Counters', $names)
    $passed = [int] $counters.GetAttribute('passed')
    $failed = @(foreach ($result in $document.SelectNodes("//t:UnitTestResult[@outcome='Failed']", $names)) {
            $message = $result.SelectSingleNode('.//t:Message', $names)
            $place = $result.SelectSingleNode('.//t:StackTrace', $names)
            @{ Name = $result.GetAttribute('testName'); Message = (@($message, $place) | ForEach-Object { if ($_) { $_.InnerText.Trim() } }) -join "`n" }
        })
    # A run that broke off says so here and nowhere else; xunit repeats each failed test here as well.
    foreach ($problem in $document.SelectNodes("//t:RunInfo[@outcome='Error']/t:Text", $names)) {
        if (-not $problem.InnerText.TrimEnd().EndsWith('[FAIL]')) { $failed += @{ Name = '(the run itself)'; Message = $problem.InnerText } }
    }
    @{ Passed = $passed; Failed = $failed; NotRun = [int] $counters.GetAttribute('total') - $passed - [int] $counters.GetAttribute('failed') }
}
