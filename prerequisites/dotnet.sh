# Sourced. The .NET SDK: one of this release on PATH, else one in the cache, put there by Microsoft's own script.

dotnet_release=10.0

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

has_sdk() { command -v "$1" >/dev/null && "$1" --list-sdks 2>/dev/null </dev/null | grep -q "^${dotnet_release//./\\.}\."; }

ensure_dotnet() {
  has_sdk dotnet && return
  if ! has_sdk "$cache/dotnet/dotnet"; then
    timed ".NET SDK $dotnet_release into $cache/dotnet" install_sdk || { missing ".NET SDK $dotnet_release" "https://dotnet.microsoft.com/download/dotnet/$dotnet_release (or connect to it, and it is fetched from there)"; return 0; }
  fi
  export DOTNET_ROOT=$cache/dotnet PATH=$cache/dotnet:$PATH
}

# It appears under its name only when it is whole.
install_sdk() {
  offline && return 1
  local script=$cache/dotnet-install.sh
  rm -rf "$cache/dotnet.partial"
  logged dotnet-script curl -fsSL --proto =https --connect-timeout 5 --max-time 60 --retry 2 -o "$script" https://dot.net/v1/dotnet-install.sh || return
  logged dotnet-install bash "$script" --channel "$dotnet_release" --install-dir "$cache/dotnet.partial" --no-path || return
  rm -rf "$cache/dotnet" "$script"
  mv "$cache/dotnet.partial" "$cache/dotnet"
}
