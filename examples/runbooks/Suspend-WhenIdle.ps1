#requires -Version 7.4
<#
.SYNOPSIS
    A runbook that puts those clusters to sleep that nobody has used for a while.
.DESCRIPTION
    For Azure Automation (PowerShell 7.4, the module Frankenetes imported), on a schedule of an hour or less. There the account's managed identity signs in, which needs the role Contributor; without -Subscription the
    local Azure of this machine is meant. Why a cluster stays awake is in the verbose stream.
.EXAMPLE
    ./Suspend-WhenIdle.ps1 -IfIdle 2h
#>
[CmdletBinding()]
param(
    # Names or patterns of the clusters.
    [string[]] $Name = '*',

    # How long nobody may have used them: 30m, 2h.
    [string] $IfIdle = '30m',

    # The subscription's id; the local Azure when left out.
    [guid] $Subscription
)
if ($Subscription) { $null = Connect-Frankenetes -Subscription $Subscription -ErrorAction Stop } else { $null = Connect-Frankenetes -ErrorAction Stop }
Get-FrankenetesCluster $Name | Where-Object State -EQ Running | Suspend-FrankenetesCluster -IfIdle $IfIdle -Confirm:$false -Verbose
