#requires -Version 7.4
<#
.SYNOPSIS
    A runbook that puts those clusters to sleep that nobody has used for a while.
.DESCRIPTION
    For Azure Automation (PowerShell 7.4, the module Frankenetes imported) and for any other scheduler, every hour or more often. The managed identity of the Automation account signs in, here one that New-FrankenetesIdentity
    made; it needs the role Contributor (docs/unattended.md). Why a cluster stays awake is in the verbose stream.
.EXAMPLE
    ./Suspend-WhenIdle.ps1 -IfIdle 2h
#>
[CmdletBinding()]
param(
    # Names or patterns of the clusters.
    [string[]] $Name = '*',

    # How long nobody may have used them: 30m, 2h.
    [string] $IfIdle = '30m',

    # The subscription's id; the only one that the identity may see when left out.
    [Nullable[guid]] $Subscription,

    # The client id of a user-assigned identity; the system-assigned one when left out.
    [string] $AccountId
)
$null = Connect-Frankenetes -Identity -AccountId $AccountId -Subscription $Subscription -ErrorAction Stop
Get-FrankenetesCluster $Name | Where-Object State -EQ Running | Suspend-FrankenetesCluster -IfIdle $IfIdle -Confirm:$false -Verbose
