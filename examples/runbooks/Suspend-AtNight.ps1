#requires -Version 7.4
<#
.SYNOPSIS
    A runbook that puts clusters to sleep, whatever they are doing: their pods end as they ask for, nothing is lost.
.DESCRIPTION
    For Azure Automation (PowerShell 7.4, the module Frankenetes imported), on a schedule in the evening. There the account's managed identity signs in, which needs the role Contributor; without -Subscription the local
    Azure of this machine is meant. A cluster that cannot be put to sleep is an error, and the others still are.
.EXAMPLE
    ./Suspend-AtNight.ps1 -Name dev*, test
#>
[CmdletBinding()]
param(
    # Names or patterns of the clusters.
    [string[]] $Name = '*',

    # The subscription's id; the local Azure when left out.
    [guid] $Subscription
)
if ($Subscription) { $null = Connect-Frankenetes -Subscription $Subscription -ErrorAction Stop } else { $null = Connect-Frankenetes -ErrorAction Stop }
Get-FrankenetesCluster $Name | Where-Object State -EQ Running | Suspend-FrankenetesCluster -Confirm:$false
