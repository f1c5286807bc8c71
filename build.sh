#!/usr/bin/env bash
# The way in on a machine that may have nothing yet: makes sure of what TASK needs and hands over to build.ps1 in a PowerShell.
#
#   ./build.sh TASK [ARGUMENT...]      Quickstart Test Build Images Bench Torture Shell Clean [-All]
#                                      Torture [--only ROW,...] [--seed S] [--percent P] [--topology Compact|Distributed]
#
# FRANKENETES_POWERSHELL=PATH   use this pwsh
# FRANKENETES_OFFLINE=1         ask no download site or container registry, only the package registries
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tasks=(Quickstart Test Build Images Bench Torture Shell Clean)

fail() { echo "build.sh: $*" >&2; exit "${status:-1}"; }
usage() { status=2 fail "${1:+$1 }Say ./build.sh TASK with one of: ${tasks[*]} (Clean takes -All)."; }

# missing WHAT COMMAND: collected, so that whoever has to install things reads one list and not one message after the other.
lacking=()
missing() { lacking+=("$(printf '  %-16s %s' "$1" "$2")"); }
report_missing() {
  ((${#lacking[@]} == 0)) || fail "$task needs what this machine lacks and what cannot be installed from here:"$'\n'"$(printf '%s\n' "${lacking[@]}" | sort -u)"
}

# timed WHAT COMMAND...: says before what begins, for it may take minutes, and afterwards how long it took.
timed() {
  local what=$1 started=${EPOCHREALTIME/[.,]/} spent
  shift
  echo "  $what ..."
  "$@" </dev/null || return
  spent=$((${EPOCHREALTIME/[.,]/} - started))
  printf '  %-60s %6d.%d s\n' "$what: done" $((spent / 1000000)) $((spent / 100000 % 10))
}

# logged NAME COMMAND...: what a tool says is of interest only when it fails.
logged() {
  local log=$cache/logs/$1.log
  shift
  mkdir -p "${log%/*}"
  "$@" >"$log" 2>&1 && return
  cat "$log" >&2
  return 1
}

# offline: nothing may be downloaded but packages.
offline() { [[ -n ${FRANKENETES_OFFLINE:-} ]]; }

choose_task() {
  local known
  for known in "${tasks[@]}"; do [[ ${1,,} != "${known,,}" ]] || { task=$known; return; }; done
  usage "There is no task '$1'."
}

# Everything that follows writes below HOME, dotnet and NuGet too, so a HOME that is not there would fail late and obscurely.
choose_home() {
  if [[ -z ${HOME:-} ]]; then
    HOME=$(getent passwd "$(id -u)" | cut -d: -f6) || true
    [[ -n $HOME && -d $HOME && -w $HOME ]] || fail 'HOME is not set and this account has no folder of its own. Set HOME to a folder that may be written to.'
    export HOME
    echo "  HOME is not set; taking this account's own, $HOME"
  fi
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/frankenetes
  (umask 077 && mkdir -p "$cache") || fail "$cache cannot be made. Set HOME or XDG_CACHE_HOME to a folder that may be written to."
  [[ -w $cache ]] || fail "$cache cannot be written to. Set HOME or XDG_CACHE_HOME to a folder that can."
}

((BASH_VERSINFO[0] >= 5)) || fail "bash 5 or later is needed, this is $BASH_VERSION."
(($# > 0)) || usage
choose_task "$1"
shift
# Without a standard input the first file that a child opens would become its standard input.
{ true <&0; } 2>/dev/null || exec </dev/null
choose_home
# Administrators' tools are not on everybody's PATH, and Podman's network needs some of them.
export PATH=$cache/bin:$PATH:/usr/sbin:/sbin
for part in distribution packages dotnet kubectl registry powershell; do . "$root/prerequisites/$part.sh"; done

case $task in Clean) ensure_packages runtime ;; Images) ensure_packages runtime download engine ;; *) ensure_packages runtime download engine native ;; esac
case $task in Test | Torture) ensure_packages torture ;; esac
case $task in Test | Quickstart | Bench | Shell) ensure_kubectl ;; esac
case $task in Test) ensure_registry ;; esac
case $task in Clean | Images) have_pwsh || ensure_dotnet ;; *) ensure_dotnet ;; esac
report_missing
ensure_powershell
[[ -f $root/build.ps1 ]] || fail "$root/build.ps1 is missing; this is no whole copy of the repository."
export FRANKENETES_PREREQUISITES=1
exec "${powershell[@]}" -NoProfile -File "$root/build.ps1" "$task" "${@/#--/-}"
