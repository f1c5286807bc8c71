# The second phase: what was found is run, from the outside in.

# Runs one file. Gives how many tests passed and did not run, and the failed ones by name and message.
function Invoke-StandIn {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Path,
        # Tests that bear one of these tags, or whose blocks do, are not run.
        [string[]] $ExcludeTag = @()
    )
    $full = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $scope = New-ScopeMaker $PSCmdlet.SessionState
    $tally = [pscustomobject] @{ Passed = 0; Failed = [System.Collections.Generic.List[object]]::new(); NotRun = 0; ExcludeTag = $ExcludeTag; Scope = $scope; Path = '' }
    Write-Report 0 "Running tests from '$full'"
    try {
        $root = Find-Test $full $scope
        Invoke-Block $root $tally 0
    }
    catch { Add-Failure $tally '(the file itself)' $_ 0 }
    finally { $script:current = $null }
    [pscustomobject] @{ Passed = $tally.Passed; Failed = @($tally.Failed); NotRun = $tally.NotRun }
}

function Test-Excluded($Node, [string[]] $ExcludeTag) {
    for ($node = $Node; $null -ne $node; $node = $node.Parent) {
        foreach ($tag in $node.Tag) { if ($ExcludeTag -contains $tag) { return $true } }
    }
    $false
}

# Whether there is a test to run below: if not, no BeforeAll runs either.
function Test-AnyToRun($Node, [string[]] $ExcludeTag) {
    if ($Node.Kind -eq 'Test') { return -not $Node.Skip -and -not (Test-Excluded $Node $ExcludeTag) }
    foreach ($child in $Node.Children) { if (Test-AnyToRun $child $ExcludeTag) { return $true } }
    $false
}

function Invoke-Block($Block, $Tally, [int] $Depth) {
    $runs = Test-AnyToRun $Block $Tally.ExcludeTag
    $inside = {
        param($run)
        $block, $tally, $depth, $outer = $run.State
        if ($null -ne $block.Parent) {
            Write-Report $depth $run.Title
            $tally.Path = if ($outer) { "$outer.$($run.Title)" } else { $run.Title }
        }
        # What failed to set up here, or around this block, fails every test inside.
        $block.Failure = if ($null -ne $run.Failure) { $run.Failure } elseif ($null -ne $block.Parent) { $block.Parent.Failure }
        $run.Failure = $null
        foreach ($child in $block.Children) {
            if ($child.Kind -eq 'Block') { Invoke-Block $child $tally ($depth + 1) } else { Invoke-Test $child $tally ($depth + 1) }
        }
    }
    $outer = $Tally.Path
    $setUp = if ($runs -and ($null -eq $Block.Parent -or $null -eq $Block.Parent.Failure)) { $Block.BeforeAll.ToArray() } else { @() }
    $tearDown = if ($runs) { $Block.AfterAll.ToArray() } else { @() }
    $run = Invoke-InScope $Tally.Scope -Data $Block.Data -Parts $setUp -Body $inside -TearDown $tearDown -Name $Block.Name -State @($Block, $Tally, $Depth, $outer)
    if ($null -ne $run.Failure) { Add-Failure $Tally "$($Tally.Path) (AfterAll)" $run.Failure ($Depth + 1) }
    $Tally.Path = $outer
}

# From the outermost block to the innermost one, or the other way round.
function Get-EachPart($Test, [string] $Kind, [switch] $InnerFirst) {
    $parts = [System.Collections.Generic.List[scriptblock]]::new()
    for ($block = $Test.Parent; $null -ne $block; $block = $block.Parent) {
        if ($InnerFirst) { $parts.AddRange($block.$Kind) } else { $parts.InsertRange(0, $block.$Kind) }
    }
    $parts.ToArray()
}

function Invoke-Test($Test, $Tally, [int] $Depth) {
    if ((Test-Excluded $Test $Tally.ExcludeTag) -or $Test.Skip) {
        $Tally.NotRun++
        if ($Test.Skip) { Write-Report $Depth "[!] $($Test.Name)" }
        return
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    if ($null -ne $Test.Parent.Failure) { $name = $Test.Name; $failure = $Test.Parent.Failure }
    else {
        $parts = @(Get-EachPart $Test 'BeforeEach') + @($Test.Body)
        $run = Invoke-InScope $Tally.Scope -Data $Test.Data -Parts $parts -TearDown @(Get-EachPart $Test 'AfterEach' -InnerFirst) -Name $Test.Name
        $name = $run.Title
        $failure = $run.Failure
    }
    Complete-Test $Tally $name $failure $watch.Elapsed $Depth
}

function Complete-Test($Tally, [string] $Name, $Failure, [timespan] $Time, [int] $Depth) {
    if ($null -eq $Failure) {
        $Tally.Passed++
        Write-Report $Depth "[+] $Name $(Format-Time $Time)"
    }
    elseif ($Failure.FullyQualifiedErrorId -like 'StandInSkipped*') {
        $Tally.NotRun++
        Write-Report $Depth "[!] $Name, because $($Failure.Exception.Message)"
    }
    else { Add-Failure $Tally "$($Tally.Path).$Name" $Failure $Depth "[-] $Name $(Format-Time $Time)" }
}

# Ends the running test without a verdict.
function Set-ItResult {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [switch] $Skipped, [string] $Because = 'it says so')
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new($Because), 'StandInSkipped', 'OperationStopped', $null))
}
