#requires -Version 7.4
<#
.SYNOPSIS
    A runbook that puts clusters to sleep, whatever they are doing: their pods end as they ask for, nothing is lost.
.DESCRIPTION
    For Azure Automation (PowerShell 7.4, the module Frankenetes imported) and for any other scheduler, in the evening. The managed identity of the Automation account signs in, here one that New-FrankenetesIdentity made; it
    needs the role Contributor (docs/unattended.md). A cluster that cannot be put to sleep is an error, and the others still are.
.EXAMPLE
    ./Suspend-AtNight.ps1 -Name dev*, test
#>
[CmdletBinding()]
param(
    # Names or patterns of the clusters.
    [string[]] $Name = '*',

    # The subscription's id; the only one that the identity may see when left out.
    [Nullable[guid]] $Subscription,

    # The client id of a user-assigned identity; the system-assigned one when left out.
    [string] $AccountId
)
$null = Connect-Frankenetes -Identity -AccountId $AccountId -Subscription $Subscription -ErrorAction Stop
Get-FrankenetesCluster $Name | Where-Object State -EQ Running | Suspend-FrankenetesCluster -Confirm:$false
