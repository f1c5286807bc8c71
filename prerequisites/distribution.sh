# Sourced. Whose packages this machine takes, and whether they may be installed from here.

distribution=$(. /etc/os-release 2>/dev/null && echo "${ID:-}") || distribution=
distribution_version=$(. /etc/os-release 2>/dev/null && echo "${VERSION_ID:-}") || distribution_version=

# Debian's testing and unstable have no version number; they are later than 12.
supported_distribution() {
  case $distribution in
    debian) [[ -z $distribution_version ]] || ((${distribution_version%%.*} >= 12)) ;;
    ubuntu) [[ $distribution_version > 24.03 ]] ;;
    *) return 1 ;;
  esac
}

# as_root COMMAND...: never asks for a password, for there may be nobody to answer.
as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }
may_be_root() { ((EUID == 0)) || sudo -n true 2>/dev/null; }

# install_command PACKAGE FEDORA_PACKAGE: what a person types here.
install_command() {
  local sudo=
  ((EUID == 0)) || sudo='sudo '
  if command -v apt-get >/dev/null; then echo "${sudo}apt-get install -y $1"
  elif command -v dnf >/dev/null; then echo "${sudo}dnf install -y $2"
  elif command -v pacman >/dev/null; then echo "${sudo}pacman -S the package that holds Debian's $1"
  elif command -v zypper >/dev/null; then echo "${sudo}zypper install the package that holds Debian's $1"
  else echo "the package that is called $1 in Debian and $2 in Fedora"; fi
}
