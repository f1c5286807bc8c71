#requires -Version 7.4
<#
.SYNOPSIS
    A runbook that wakes clusters before people come, and shows what each found.
.DESCRIPTION
    For Azure Automation (PowerShell 7.4, the module Frankenetes imported), on a schedule in the morning. There the account's managed identity signs in, which needs the role Contributor, and Role Based Access Control
    Administrator, for the cluster's node gets an identity of its own; without -Subscription the local Azure of this machine is meant. A cluster that cannot be woken is an error, and the others still are.
.EXAMPLE
    ./Resume-InTheMorning.ps1 -Name dev*, test
#>
[CmdletBinding()]
param(
    # Names or patterns of the clusters.
    [string[]] $Name = '*',

    # The subscription's id; the local Azure when left out.
    [guid] $Subscription
)
if ($Subscription) { $null = Connect-Frankenetes -Subscription $Subscription -ErrorAction Stop } else { $null = Connect-Frankenetes -ErrorAction Stop }
Get-FrankenetesCluster $Name | Where-Object State -EQ Suspended | Resume-FrankenetesCluster | ForEach-Object LastResume
