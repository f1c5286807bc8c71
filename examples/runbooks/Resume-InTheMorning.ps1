#requires -Version 7.4
<#
.SYNOPSIS
    A runbook that wakes clusters before people come, and shows what each found.
.DESCRIPTION
    For Azure Automation (PowerShell 7.4, the module Frankenetes imported) and for any other scheduler, in the morning. The managed identity of the Automation account signs in, here one that New-FrankenetesIdentity made; it
    needs the roles Contributor and Role Based Access Control Administrator, for the cluster's node gets an identity of its own (docs/unattended.md). A cluster that cannot be woken is an error, and the others still are.
.EXAMPLE
    ./Resume-InTheMorning.ps1 -Name dev*, test
.EXAMPLE
    ./Resume-InTheMorning.ps1 -Day Monday, Tuesday, Wednesday, Thursday, Friday -Holiday 2026-12-25, 2027-01-01 -TimeZone Europe/Berlin
#>
[CmdletBinding()]
param(
    # Names or patterns of the clusters.
    [string[]] $Name = '*',

    # The days of the week on which they wake.
    [DayOfWeek[]] $Day = [Enum]::GetValues([DayOfWeek]),

    # Days on which they sleep on all the same: 2026-12-25. No scheduler knows these.
    [datetime[]] $Holiday = @(),

    # Where it must be that day: Europe/Berlin.
    [string] $TimeZone = 'UTC',

    # The subscription's id; the only one that the identity may see when left out.
    [Nullable[guid]] $Subscription,

    # The client id of a user-assigned identity; the system-assigned one when left out.
    [string] $AccountId
)
$today = [TimeZoneInfo]::ConvertTimeBySystemTimeZoneId([DateTimeOffset]::UtcNow, $TimeZone).Date
if ($today.DayOfWeek -notin $Day -or $today -in $Holiday) { return "No cluster wakes on $($today.DayOfWeek), $($today.ToString('yyyy-MM-dd'))." }
$null = Connect-Frankenetes -Identity -AccountId $AccountId -Subscription $Subscription -ErrorAction Stop
Get-FrankenetesCluster $Name | Where-Object State -EQ Suspended | Resume-FrankenetesCluster | ForEach-Object LastResume
