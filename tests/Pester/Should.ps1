# Should: one claim on what is piped to it. A claim that does not hold ends the test.

function Should {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] $ActualValue,
        [Parameter(Position = 0)] [Alias('ExpectedMessage', 'ExpectedType', 'RegularExpression')] $ExpectedValue,
        [Parameter(Position = 1)] [string] $ErrorId,
        [Parameter(Position = 2)] [type] $ExceptionType,
        [string] $Because,
        [switch] $Not,
        [switch] $PassThru,
        [switch] $Be, [switch] $BeExactly, [switch] $BeNullOrEmpty, [switch] $Contain, [switch] $HaveCount,
        [switch] $BeTrue, [switch] $BeFalse, [switch] $BeIn, [switch] $BeOfType,
        [switch] $BeGreaterThan, [switch] $BeGreaterOrEqual, [switch] $BeLessThan, [switch] $BeLessOrEqual,
        [switch] $BeLike, [switch] $BeLikeExactly, [switch] $Match, [switch] $MatchExactly, [switch] $Exist, [switch] $Throw
    )
    begin { $values = [System.Collections.Generic.List[object]]::new() }
    process { if ($MyInvocation.ExpectingInput) { $values.Add($ActualValue) } }
    end {
        if (-not $MyInvocation.ExpectingInput) { foreach ($value in $ActualValue) { $values.Add($value) } }
        $claims = @($PSBoundParameters.Keys | Where-Object { $_ -eq 'Throw' -or $script:operators.ContainsKey($_) })
        if ($claims.Count -ne 1) { throw "Should needs exactly one claim, such as -Be; here are $($claims.Count): $($claims -join ', ')." }
        $reason = if ($Because) { ", because $($Because -replace '^because\s+')," } else { '' }
        if ($Throw) {
            $outcome = Test-Throw $values[0] $ExpectedValue $ErrorId $ExceptionType $Not.IsPresent $reason
            if ($outcome.Problem) { $PSCmdlet.ThrowTerminatingError((New-ClaimError $outcome.Problem)) }
            if ($PassThru) { $outcome.Error }
            return
        }
        $problem = Test-Claim $script:operators[$claims[0]] $values $ExpectedValue $Not.IsPresent $reason
        if ($problem) { $PSCmdlet.ThrowTerminatingError((New-ClaimError $problem)) }
    }
}

# The sentence that says what is wrong; nothing when the claim holds.
function Test-Claim($Operator, $Values, $Expected, [bool] $Not, [string] $Reason) {
    $subjects = [System.Collections.Generic.List[object]]::new()
    if ($Operator.WholeInput) { $subjects.Add($Values.ToArray()) } else { $subjects.AddRange($Values) }
    # Nothing at all is judged as $null.
    if ($subjects.Count -eq 0) { $subjects.Add($null) }
    foreach ($subject in $subjects) {
        $holds = & $Operator.Test $subject $Expected
        if ($holds -ne $Not) { continue }
        $actual = if ($Operator.WholeInput -and $Values.Count -eq 1) { $Values[0] } else { $subject }
        return "Expected $(Format-Value $actual)$(if ($Not) { ' not' }) to $(& $Operator.Says $Expected)$Reason but it $(if ($Not) { 'does' } else { 'does not' })."
    }
}

function Test-Throw($Body, [string] $Message, [string] $ErrorId, $ExceptionType, [bool] $Not, [string] $Reason) {
    $thrown = $null
    try { $null = & $Body } catch { $thrown = $_ }
    $problem = if ($Not) { if ($thrown) { "Expected no error$Reason but got: $($thrown.Exception.Message)" } }
    elseif (-not $thrown) { "Expected an error$Reason but there was none." }
    elseif ($Message -and $thrown.Exception.Message -notlike $Message) { "Expected an error with a message like '$Message'$Reason but it says: $($thrown.Exception.Message)" }
    elseif ($ErrorId -and $thrown.FullyQualifiedErrorId -notlike $ErrorId) { "Expected an error with id '$ErrorId'$Reason but its id is '$($thrown.FullyQualifiedErrorId)': $($thrown.Exception.Message)" }
    elseif ($ExceptionType -and $thrown.Exception -isnot $ExceptionType) { "Expected an exception of type [$ExceptionType]$Reason but it is [$($thrown.Exception.GetType())]: $($thrown.Exception.Message)" }
    @{ Problem = $problem; Error = $thrown }
}

function New-ClaimError([string] $Message) {
    [System.Management.Automation.ErrorRecord]::new([System.Exception]::new($Message), 'PesterAssertionFailed', 'InvalidResult', $null)
}
