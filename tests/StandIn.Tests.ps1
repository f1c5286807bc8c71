# Says what this repository's test files count on. It passes on Pester 5, Pester 6 and the stand-in (tests/Pester), which so mean the same.

BeforeDiscovery {
    $cases = @(@{ Word = 'one'; Length = 3 }, @{ Word = 'three'; Length = 5 })
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    $WarningPreference = 'SilentlyContinue'
    $fromFile = 'file'
    $script:fromFileScript = 'script'
    $trace = [System.Collections.Generic.List[string]]::new()
    function Get-Doubled($Value) { $Value * 2 }
}

Describe 'Scopes' {
    BeforeAll { $fromBlock = 'block'; $shadowed = 'outer' }
    BeforeEach { $fresh = 'fresh' }

    It 'shows a test what BeforeAll and BeforeEach around it set' { "$fromFile $fromBlock $fresh" | Should -Be 'file block fresh' }
    It 'shows a test the functions of BeforeAll' { Get-Doubled 4 | Should -Be 8 }
    It 'keeps what a test sets from the next (1)' { $fromBlock = 'changed'; $left = 1; $left | Should -Be 1 }
    It 'keeps what a test sets from the next (2)' { $fromBlock | Should -Be 'block'; $left | Should -BeNullOrEmpty }
    It 'shows objects, which all tests share' { $trace.Add('x'); $trace | Should -HaveCount 1 }
    It 'knows the file''s folder' { "$PSScriptRoot/StandIn.Tests.ps1" | Should -Exist }

    It 'hands on what is put into the script''s scope (1)' { $script:handedOn = 'on' }
    It 'hands on what is put into the script''s scope (2)' { $handedOn | Should -Be 'on'; $script:fromFileScript | Should -Be 'script' }
    It 'runs under the preferences that BeforeAll set' { { [System.IO.File]::ReadAllText('/none') ; 'goes on' } | Should -Throw; $WarningPreference | Should -Be 'SilentlyContinue' }

    Context 'inside' {
        BeforeAll { $shadowed = 'inner'; $inside = 1 }
        It 'lets an inner block have its own' { $shadowed | Should -Be 'inner' }
    }

    It 'does not let it out' { $shadowed | Should -Be 'outer'; $inside | Should -BeNullOrEmpty }
}

Describe 'Order' {
    BeforeAll { $order = [System.Collections.Generic.List[string]]::new(); $order.Add('all') }
    BeforeEach { $order.Add('each') }
    AfterEach { $order.Add('after') }

    Context 'inside' {
        BeforeEach { $order.Add('inner each') }
        AfterEach { $order.Add('inner after') }
        It 'goes from the outside in' { $order | Should -Be @('all', 'each', 'inner each') }
    }

    It 'and back' { $order | Should -Be @('all', 'each', 'inner each', 'inner after', 'after', 'each') }
}

Describe 'Data' {
    It 'of a test case are variables: <Word> has <Length> letters' -TestCases $cases { $Word.Length | Should -Be $Length }
    It 'item <_>' -ForEach 1, 2 { $_ | Should -BeGreaterThan 0 }

    Context 'of a block: <Word>' -ForEach $cases {
        BeforeAll { $upper = $Word.ToUpperInvariant() }
        It 'reach its tests' { $upper | Should -BeExactly $Word.ToUpperInvariant() }
    }
}

Describe 'Skipping' {
    It 'leaves out a test' -Skip { throw 'never' }
    Context 'and a block' -Skip {
        BeforeAll { throw 'never' }
        It 'with all that is in it' { throw 'never' }
    }
}

Describe 'Should' {
    It 'compares without and with case' {
        'A' | Should -Be 'a'
        'A' | Should -Not -BeExactly 'a'
        5 | Should -Be '5'
        $null | Should -Be $null
        @(1, 2) | Should -Be @(1, 2)
        @(1, 2) | Should -Not -Be @(1, 3)
    }
    It 'knows emptiness' {
        $null, '', @() | ForEach-Object { $_ | Should -BeNullOrEmpty }
        @() | Should -BeNullOrEmpty
        @() | Should -HaveCount 0
        @{} | Should -BeNullOrEmpty
        0 | Should -Not -BeNullOrEmpty
    }
    It 'counts and finds' {
        1, 2, 3 | Should -HaveCount 3
        1, 2, 3 | Should -Contain 2
        1, 2, 3 | Should -Not -Contain 4
        2 | Should -BeIn 1, 2, 3
        @{ a = 1; b = 2 } | Should -HaveCount 1
    }
    It 'knows truth' { 1 | Should -BeTrue; '' | Should -BeFalse; $true | Should -Not -BeFalse }
    It 'orders' { 2 | Should -BeGreaterThan 1; 2 | Should -BeLessOrEqual 2; 2 | Should -BeGreaterOrEqual 2; 1.5 | Should -BeLessThan 2 }
    It 'matches' { 'Frankenetes' | Should -Match '^frank'; 'Frankenetes' | Should -BeLike 'FRANK*'; 'a' | Should -Not -Match 'b' }
    It 'knows types' { 1 | Should -BeOfType ([int]); 'x' | Should -BeOfType 'string'; 'x' | Should -Not -BeOfType ([int]) }
    It 'knows files' { "$PSScriptRoot/none" | Should -Not -Exist; $PSScriptRoot | Should -Exist }
    It 'takes its value by name too' { Should -ActualValue 3 -Be 3 }
    It 'catches what is thrown' {
        { throw 'a bad thing' } | Should -Throw
        { throw 'a bad thing' } | Should -Throw 'a bad*' -Because 'it is'
        { throw [System.InvalidOperationException]::new('no') } | Should -Throw -ExceptionType ([System.InvalidOperationException])
        { Get-Module -Name x -ErrorAction Stop -NoSuch } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
        { 1 } | Should -Not -Throw
        ({ throw 'it' } | Should -Throw -PassThru).Exception.Message | Should -Be 'it'
    }
}

Describe 'Should ends a test when' {
    It '<Name>' -ForEach @(
        @{ Name = 'values differ'; Claim = { 1 | Should -Be 2 } }
        @{ Name = 'arrays differ in length'; Claim = { 1, 2 | Should -Be 1 } }
        @{ Name = 'case differs'; Claim = { 'a' | Should -BeExactly 'A' } }
        @{ Name = 'a negation does not hold'; Claim = { 1 | Should -Not -Be 1 } }
        @{ Name = 'something is there'; Claim = { 1 | Should -BeNullOrEmpty } }
        @{ Name = 'the count differs'; Claim = { 1, 2 | Should -HaveCount 1 } }
        @{ Name = 'one of the items is not greater'; Claim = { 2, 1 | Should -BeGreaterThan 1 } }
        @{ Name = 'an item is missing'; Claim = { 1, 2 | Should -Contain 3 } }
        @{ Name = 'a text does not match'; Claim = { 'a' | Should -Match 'b' } }
        @{ Name = 'a type differs'; Claim = { 1 | Should -BeOfType ([string]) } }
        @{ Name = 'a path is absent'; Claim = { '/none/at/all' | Should -Exist } }
        @{ Name = 'nothing is thrown'; Claim = { { 1 } | Should -Throw } }
        @{ Name = 'something is thrown'; Claim = { { throw 'x' } | Should -Not -Throw } }
        @{ Name = 'something else is thrown'; Claim = { { throw 'x' } | Should -Throw 'y' } }
        @{ Name = 'another error id is thrown'; Claim = { { throw 'x' } | Should -Throw -ErrorId 'y' } }
        @{ Name = 'another type is thrown'; Claim = { { throw 'x' } | Should -Throw -ExceptionType ([System.IO.IOException]) } }
    ) {
        $problem = try { & $Claim; 'held' } catch { $_.FullyQualifiedErrorId }
        $problem | Should -BeLike 'PesterAssertionFailed*'
    }

    It 'says why it matters' {
        $message = try { 1 | Should -Be 2 -Because 'two is due' } catch { $_.Exception.Message }
        $message | Should -BeLike '*because two is due*'
    }
}
