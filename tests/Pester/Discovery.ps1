# The first of the two phases: the file is run once, and its Describe, Context and It say what there is; no test runs yet.

$script:current = $null     # the block whose body is being run, and the scope maker of its file
$script:scope = $null

function New-Block([string] $Name, $Parent, [string[]] $Tag, [bool] $Skip, $Data) {
    [pscustomobject] @{
        Kind = 'Block'; Name = $Name; Parent = $Parent; Tag = @($Tag); Skip = $Skip; Data = $Data; Failure = $null
        BeforeAll = [System.Collections.Generic.List[scriptblock]]::new(); AfterAll = [System.Collections.Generic.List[scriptblock]]::new()
        BeforeEach = [System.Collections.Generic.List[scriptblock]]::new(); AfterEach = [System.Collections.Generic.List[scriptblock]]::new()
        Children = [System.Collections.Generic.List[object]]::new()
    }
}

# Runs the file in the caller's session state and gives its outermost block.
function Find-Test([string] $Path, $Scope) {
    $script:scope = $Scope
    $script:current = New-Block -Name '' -Parent $null -Tag @() -Skip $false -Data $null
    $null = Invoke-InScope $Scope -Parts @([scriptblock]::Create("& '$($Path.Replace("'", "''"))'")) -Throw
    $script:current
}

# One entry for each item of -ForEach; without it a single entry that brings no data. Nothing to go through is a mistake, as in Pester 6:
# the tests would vanish unseen.
function Expand-Data([bool] $Bound, $Items) {
    if (-not $Bound) { return [pscustomobject] @{ Given = $false; Item = $null } }
    if (@($Items).Count -eq 0 -or $null -eq $Items) { throw '-ForEach has no item, so no test would run.' }
    foreach ($item in $Items) { [pscustomobject] @{ Given = $true; Item = $item } }
}

function Assert-Discovery([string] $Command) {
    if ($null -eq $script:current) { throw "$Command belongs into a test file that Invoke-StandIn runs." }
}

function Describe {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $Fixture,
        [string[]] $Tag = @(),
        [switch] $Skip,
        [AllowNull()] [AllowEmptyCollection()] [object] $ForEach
    )
    Assert-Discovery 'Describe'
    foreach ($data in Expand-Data $PSBoundParameters.ContainsKey('ForEach') $ForEach) {
        $parent = $script:current
        $block = New-Block -Name $Name -Parent $parent -Tag $Tag -Skip ($Skip -or $parent.Skip) -Data $data
        $parent.Children.Add($block)
        $script:current = $block
        try { $null = Invoke-InScope $script:scope -Data $data -Parts @($Fixture) -Throw }
        finally { $script:current = $parent }
    }
}
$function:Context = $function:Describe

function It {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $Test,
        [string[]] $Tag = @(),
        [switch] $Skip,
        [Alias('TestCases')] [AllowNull()] [AllowEmptyCollection()] [object] $ForEach
    )
    Assert-Discovery 'It'
    foreach ($data in Expand-Data $PSBoundParameters.ContainsKey('ForEach') $ForEach) {
        $script:current.Children.Add([pscustomobject] @{
                Kind = 'Test'; Name = $Name; Parent = $script:current; Tag = @($Tag); Skip = $Skip -or $script:current.Skip; Data = $data; Body = $Test
                Result = 'NotRun'; Reason = ''; Failure = $null; Time = [timespan]::Zero
            })
    }
}

function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $Block) {
    Assert-Discovery 'BeforeDiscovery'
    $null = Invoke-InScope $script:scope -Parts @($Block) -Throw -Outer
}

function BeforeAll([Parameter(Mandatory)] [scriptblock] $Block) { Assert-Discovery 'BeforeAll'; $script:current.BeforeAll.Add($Block) }
function AfterAll([Parameter(Mandatory)] [scriptblock] $Block) { Assert-Discovery 'AfterAll'; $script:current.AfterAll.Add($Block) }
function BeforeEach([Parameter(Mandatory)] [scriptblock] $Block) { Assert-Discovery 'BeforeEach'; $script:current.BeforeEach.Add($Block) }
function AfterEach([Parameter(Mandatory)] [scriptblock] $Block) { Assert-Discovery 'AfterEach'; $script:current.AfterEach.Add($Block) }
