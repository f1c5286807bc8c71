# Writes what Get-Help shows of the cmdlets (MAML) from the documentation comments of their sources: there is no second text to keep in step.
# Runs in a process of its own, because it imports the package that it writes for.
param(
    # The folder that holds Frankenetes.psm1.
    [Parameter(Mandatory)] [string] $Package,

    # The compiler's documentation files, of the cmdlets first.
    [Parameter(Mandatory)] [string] $Documentation,

    # The help file.
    [Parameter(Mandatory)] [string] $Path
)
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$maml = 'http://schemas.microsoft.com/maml/2004/10'
$command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
$dev = 'http://schemas.microsoft.com/maml/dev/2004/10'
$switches = @{
    WhatIf  = 'Shows what would be done and does nothing.'
    Confirm = 'Asks before anything is done.'
}

$members = @{}
foreach ($file in $Documentation -split ';') {
    $xml = [xml]::new()
    $xml.Load($file)
    foreach ($member in $xml.SelectNodes('/doc/members/member')) { $members[$member.GetAttribute('name')] = $member }
}

# A comment's text: references say their last name, white space counts once.
function Get-Text($Node) {
    if ($null -eq $Node) { return '' }
    $text = foreach ($part in $Node.ChildNodes) {
        if ($part.NodeType -ne 'Element') { $part.Value }
        elseif ($part.HasAttribute('cref')) { ($part.GetAttribute('cref') -split '[.:]')[-1] }
        else { $part.InnerText }
    }
    (-join $text -replace '\s+', ' ').Trim()
}

function Get-Summary([string] $Member) { if ($members.ContainsKey($Member)) { Get-Text $members[$Member].SelectSingleNode('summary') } else { '' } }

function Get-ParameterText($Type, [string] $Name) {
    if ($switches.ContainsKey($Name)) { return $switches[$Name] }
    Get-Summary "P:$($Type.GetProperty($Name).DeclaringType.FullName).$Name"
}

function Write-Paragraph([string] $Namespace, [string] $Element, [string] $Text) {
    $writer.WriteStartElement($Element, $Namespace)
    $writer.WriteElementString('para', $maml, $Text)
    $writer.WriteEndElement()
}

function Write-Parameter($Parameter, $Type) {
    $pipeline = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }) + @(if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
    $writer.WriteStartElement('parameter', $command)
    $writer.WriteAttributeString('required', "$($Parameter.IsMandatory)".ToLowerInvariant())
    $writer.WriteAttributeString('globbing', "$(@($Parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }).Count -gt 0)".ToLowerInvariant())
    $writer.WriteAttributeString('pipelineInput', ($pipeline.Count ? "True ($($pipeline -join ', '))" : 'False'))
    $writer.WriteAttributeString('position', ($Parameter.Position -ge 0 ? "$($Parameter.Position)" : 'named'))
    $writer.WriteAttributeString('aliases', ($Parameter.Aliases.Count ? $Parameter.Aliases -join ', ' : 'none'))
    $writer.WriteElementString('name', $maml, $Parameter.Name)
    Write-Paragraph $maml 'description' (Get-ParameterText $Type $Parameter.Name)
    $inner = [Nullable]::GetUnderlyingType($Parameter.ParameterType)
    $shown = ($inner ?? $Parameter.ParameterType).Name
    if ($shown -ne 'SwitchParameter') {
        $writer.WriteStartElement('parameterValue', $command)
        $writer.WriteAttributeString('required', 'true')
        $writer.WriteString($shown)
        $writer.WriteEndElement()
    }
    $writer.WriteStartElement('type', $dev)
    $writer.WriteElementString('name', $maml, $shown)
    $writer.WriteEndElement()
    $writer.WriteEndElement()
}

function Test-Own([string] $Name) { [Management.Automation.Cmdlet]::CommonParameters -notcontains $Name }

# Those with a place first, then what must be named, then the rest.
function Get-OrderedParameter($Set) {
    $own = @($Set.Parameters | Where-Object { Test-Own $_.Name })
    $places = [Collections.Generic.SortedDictionary[int, object]]::new()
    foreach ($parameter in $own | Where-Object Position -GE 0) { $places[$parameter.Position] = $parameter }
    $places.Values
    $own | Where-Object { $_.Position -lt 0 -and $_.IsMandatory }
    $own | Where-Object { $_.Position -lt 0 -and -not $_.IsMandatory }
}

function Write-Syntax($Cmdlet) {
    $writer.WriteStartElement('syntax', $command)
    foreach ($set in $Cmdlet.ParameterSets) {
        $writer.WriteStartElement('syntaxItem', $command)
        $writer.WriteElementString('name', $maml, $Cmdlet.Name)
        foreach ($parameter in Get-OrderedParameter $set) { Write-Parameter $parameter $Cmdlet.ImplementingType }
        $writer.WriteEndElement()
    }
    $writer.WriteEndElement()
}

# Each parameter once, as the first set that has it takes it.
function Write-Parameters($Cmdlet) {
    $writer.WriteStartElement('parameters', $command)
    $seen = @{}
    foreach ($set in $Cmdlet.ParameterSets) {
        foreach ($parameter in $set.Parameters | Where-Object { Test-Own $_.Name }) {
            if ($seen[$parameter.Name]) { continue }
            $seen[$parameter.Name] = $true
            Write-Parameter $parameter $Cmdlet.ImplementingType
        }
    }
    $writer.WriteEndElement()
}

function Write-Outputs($Cmdlet) {
    $writer.WriteStartElement('returnValues', $command)
    foreach ($output in $Cmdlet.OutputType) {
        $writer.WriteStartElement('returnValue', $command)
        $writer.WriteStartElement('type', $dev)
        $writer.WriteElementString('name', $maml, $output.Name)
        $writer.WriteEndElement()
        Write-Paragraph $maml 'description' (Get-Summary "T:$($output.Name)")
        $writer.WriteEndElement()
    }
    $writer.WriteEndElement()
}

# <example><code>the line</code>what it does</example>
function Write-Examples($Cmdlet) {
    $writer.WriteStartElement('examples', $command)
    $number = 0
    foreach ($example in $members["T:$($Cmdlet.ImplementingType.FullName)"].SelectNodes('example')) {
        $number++
        $code = $example.SelectSingleNode('code').InnerText.Trim() -replace '\n\s+', "`n"
        $writer.WriteStartElement('example', $command)
        $writer.WriteElementString('title', $maml, "-------- Example $number --------")
        $writer.WriteElementString('code', $dev, $code)
        $null = $example.RemoveChild($example.SelectSingleNode('code'))
        Write-Paragraph $dev 'remarks' (Get-Text $example)
        $writer.WriteEndElement()
    }
    $writer.WriteEndElement()
}

function Write-Cmdlet($Cmdlet) {
    $summary = Get-Summary "T:$($Cmdlet.ImplementingType.FullName)"
    $writer.WriteStartElement('command', 'command', $command)
    $writer.WriteStartElement('details', $command)
    $writer.WriteElementString('name', $command, $Cmdlet.Name)
    Write-Paragraph $maml 'description' ($summary -replace '(?<=\.)\s.*$', '')
    $writer.WriteElementString('verb', $command, $Cmdlet.Verb)
    $writer.WriteElementString('noun', $command, $Cmdlet.Noun)
    $writer.WriteEndElement()
    Write-Paragraph $maml 'description' $summary
    Write-Syntax $Cmdlet
    Write-Parameters $Cmdlet
    Write-Outputs $Cmdlet
    Write-Examples $Cmdlet
    $writer.WriteEndElement()
}

Import-Module ([IO.Path]::GetFullPath('Frankenetes.psm1', [IO.Path]::GetFullPath($Package)))
$null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
$settings = [Xml.XmlWriterSettings]::new()
$settings.Indent = $true
$settings.Encoding = [Text.UTF8Encoding]::new($false)
$writer = [Xml.XmlWriter]::Create($Path, $settings)
$writer.WriteStartElement('helpItems', 'http://msh')
$writer.WriteAttributeString('schema', 'maml')
$writer.WriteAttributeString('xmlns', 'maml', $null, $maml)
$writer.WriteAttributeString('xmlns', 'dev', $null, $dev)
foreach ($cmdlet in Get-Command -Module Frankenetes -CommandType Cmdlet) { Write-Cmdlet $cmdlet }
$writer.WriteEndElement()
$writer.Dispose()
