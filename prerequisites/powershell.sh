# Sourced. A PowerShell to run build.ps1: pwsh on PATH, else the .NET tool, else the host in this repository.

# build.ps1 and the module ask for 7.4.
recent_pwsh() { [[ $("$1" --version 2>/dev/null </dev/null) =~ ^PowerShell\ 7\.([0-9]+)\. ]] && ((BASH_REMATCH[1] >= 4)); }

have_pwsh() {
  [[ -z ${powershell:-} ]] || return 0
  if [[ -n ${FRANKENETES_POWERSHELL:-} ]]; then powershell=("$FRANKENETES_POWERSHELL"); return; fi
  command -v pwsh >/dev/null && recent_pwsh pwsh && powershell=(pwsh)
}

ensure_powershell() { have_pwsh || restore_pwsh || build_shell; }

# The tool's version is in the manifest, which dotnet finds from the repository's root; it is run from its package, from any folder.
# A registry that lacks it is asked once a day: an answer takes seconds, and the host in this repository is there in none.
restore_pwsh() {
  local manifest=$root/.config/dotnet-tools.json absent=$cache/powershell-tool-absent version library
  [[ $manifest -nt $absent || -n $(find "$absent" -mtime +0 2>/dev/null) ]] || return
  if ! (cd "$root" && timeout 120 dotnet tool restore >/dev/null 2>&1 </dev/null); then touch "$absent"; return 1; fi
  version=$(sed -n '/"powershell"/,/}/s/.*"version": *"\([^"]*\)".*/\1/p' "$manifest")
  for library in "${NUGET_PACKAGES:-$HOME/.nuget/packages}/powershell/$version"/tools/*/any/pwsh.dll; do
    [[ -f $library ]] || continue
    powershell=(dotnet "$library")
    return 0
  done
  touch "$absent"
  return 1
}

# Kept by what it was built from, so that several copies of this repository may share the cache.
build_shell() {
  local project=$root/src/Frankenetes.Shell key folder
  [[ -f $project/Frankenetes.Shell.csproj ]] || fail "$project is missing; this is no whole copy of the repository."
  key=$(cd "$root" && find src/Frankenetes.Shell Directory.*.props .editorconfig -type f -not -path '*/obj/*' -not -path '*/bin/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
  folder=$cache/shell/$key
  if [[ ! -f $folder/Frankenetes.Shell.dll ]]; then
    rm -rf "$folder.partial"
    timed 'Frankenetes.Shell, a PowerShell for this machine' logged shell-build dotnet build "$project/Frankenetes.Shell.csproj" -c Release -o "$folder.partial" -v q --nologo \
      -nodeReuse:false -p:UseSharedCompilation=false || fail "Frankenetes.Shell cannot be built; the compiler's messages are above."
    mv -T "$folder.partial" "$folder"
    find "$cache/shell" -mindepth 1 -maxdepth 1 -not -path "$folder" -mtime +7 -exec rm -rf {} +
  fi
  touch "$folder"
  powershell=(dotnet "$folder/Frankenetes.Shell.dll")
}
