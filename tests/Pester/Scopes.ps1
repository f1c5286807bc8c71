# Variables that a BeforeAll sets must be seen by the tests below it and by no other. So each block and each test gets a scope of the test
# file's own session state, its parts are dot-sourced there, and what is inside runs while that scope is open.

# Gives the two blocks that open a scope; they belong to the test file's session state, for only there may its parts be dot-sourced.
function New-ScopeMaker([System.Management.Automation.SessionState] $State) {
    $text = {
        {
            param($__run)
            if ($null -ne $__run.Data -and $__run.Data.Given) {
                $ExecutionContext.SessionState.PSVariable.Set('_', $__run.Data.Item)
                if ($__run.Data.Item -is [System.Collections.IDictionary]) {
                    foreach ($__entry in $__run.Data.Item.GetEnumerator()) { $ExecutionContext.SessionState.PSVariable.Set($__entry.Key, $__entry.Value) }
                }
            }
            $__run.Title = try { $ExecutionContext.InvokeCommand.ExpandString($__run.Template) } catch { $__run.Template }
            try { foreach ($__part in $__run.Parts) { $null = . $__part } } catch { $__run.Failure = $_ }
            if ($null -ne $__run.Body) { & $__run.Body $__run }
            foreach ($__part in $__run.TearDown) { try { $null = . $__part } catch { if ($null -eq $__run.Failure) { $__run.Failure = $_ } } }
        }
    }
    $State.InvokeCommand.InvokeScript($State, [scriptblock]::Create($text.ToString()), @())[0]
}

# Opens a scope, runs the parts in it, then Body inside (it belongs to this module and gets what this function gives), then the tear-down.
function Invoke-InScope($Scope, $Data, [scriptblock[]] $Parts = @(), [scriptblock] $Body, [scriptblock[]] $TearDown = @(), [string] $Name = '', $State, [switch] $Throw, [switch] $Outer) {
    $run = [pscustomobject] @{ Data = $Data; Parts = $Parts; Body = $Body; TearDown = $TearDown; Template = ConvertTo-Template $Name; Title = $Name; Failure = $null; State = $State }
    # Without a scope of its own, what the parts set stays in the scope that is open.
    if ($Outer) { . $Scope $run } else { & $Scope $run }
    if ($Throw -and $null -ne $run.Failure) { throw $run.Failure }
    $run
}

# `<user.name>` in a test's name stands for that variable's value; everything else in it is plain text.
function ConvertTo-Template([string] $Name) {
    $plain = $Name -replace '([`$"])', '`$1'
    $plain -replace '<([A-Za-z_][\w.]*)>', '$$($$$1)'
}
