# Sourced. Debian packages of any suite, from wherever this machine's own apt takes Debian, verified as apt does it, and without touching
# what is installed: each suite has a configuration, lists and a cache of its own below $scratch. Needs no root.

# Where this machine's apt gets Debian from; "security" for the security archive. apt itself says it, whatever form the sources have.
debian_archive() {
  local wanted=$1 address release origin
  while read -r address release origin; do
    case $release in */* | *-backports*) continue ;; *-security) [[ $wanted == security ]] || continue ;; *) [[ $wanted == main ]] || continue ;; esac
    # An origin is known only once lists were fetched; before that the suite's name has to tell.
    case $origin/$release in
      Debian/* | *ORIGIN*/bookworm* | *ORIGIN*/trixie* | *ORIGIN*/forky* | *ORIGIN*/sid | *ORIGIN*/unstable | *ORIGIN*/testing* | *ORIGIN*/*stable*) echo "$address"; return ;;
    esac
  done < <(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN)' 'Created-By: Packages' 2>/dev/null)
  return 1
}

# open_suite SUITE [deb-src]: apt in this shell sees that suite's packages, or its source packages; their lists are fetched at the first call.
open_suite() {
  local suite=$1 kind=${2:-deb} archive security keyring=/usr/share/keyrings/debian-archive-keyring.gpg options=
  local folder=$scratch/apt/$suite.$kind
  export APT_CONFIG=$folder/apt.conf
  [[ ! -f $folder/complete ]] || return 0
  archive=$(unset APT_CONFIG; debian_archive main) || fail "The images cannot be pulled, and this machine's apt has no Debian archive to build them from."
  mkdir -p "$folder"/{none,state/lists/partial,cache/archives/partial}
  [[ ! -f $keyring ]] || options="[signed-by=$keyring] "
  echo "$kind $options$archive $suite main" >"$folder/sources.list"
  if [[ $suite != sid ]] && security=$(unset APT_CONFIG; debian_archive security); then
    echo "$kind $options$security $suite-security main" >>"$folder/sources.list"
  fi
  write_apt_configuration "$folder"
  # sid's lists expire in days, and mirrors that keep the state of one day are common. Whoever takes from sid asks for one exact version, which an old
  # signed list names with the same digest as a new one.
  [[ $suite != sid ]] || echo 'Acquire::Check-Valid-Until "false";' >>"$folder/apt.conf"
  apt-get -qq -o APT::Update::Error-Mode=any update >&2 || fail "apt cannot read Debian's suite $suite; its own message is above."
  touch "$folder/complete"
}

# Proxies and credentials of the machine's apt stay in force; what would reach outside the folder does not.
write_apt_configuration() {
  cat >"$1/apt.conf" <<CONFIGURATION
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "$1/none";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$1/none";
Dir::State "$1/state";
Dir::State::status "/dev/null";
Dir::Cache "$1/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
CONFIGURATION
}

# apt fetches as its own user where it can, so the folder it writes to has to be that user's.
download_folder() {
  mkdir -p "$1"
  [[ $EUID != 0 ]] || ! id _apt >/dev/null 2>&1 || chown _apt "$1"
}

# package_version SUITE PACKAGE: empty where the suite lacks it.
package_version() { open_suite "$1"; (apt-cache show --no-all-versions "$2" 2>/dev/null || true) | sed -n 's/^Version: //p' | tail -n 1; }
source_version() { open_suite "$1" deb-src; (apt-cache showsrc --only-source "$2" 2>/dev/null || true) | sed -n 's/^Version: //p' | sort -V | tail -n 1; }

# unpack SUITE FOLDER PACKAGE...: what the packages hold; none of their scripts runs.
unpack() {
  local suite=$1 folder=$2 package downloads
  shift 2
  open_suite "$suite"
  for package in "$@"; do
    downloads=$scratch/downloads/$suite/$package
    if [[ ! -d $downloads ]]; then
      download_folder "$downloads"
      (cd "$downloads" && apt-get -qq download "$package") >&2 || fail "The package $package cannot be fetched from Debian's suite $suite; apt's message is above."
    fi
    mkdir -p "$folder"
    dpkg-deb -x "$downloads"/*.deb "$folder"
  done
}

# fetch_source SUITE PACKAGE FOLDER: the source package's files.
fetch_source() {
  open_suite "$1" deb-src
  download_folder "$3"
  (cd "$3" && apt-get -qq source --download-only "$2") >&2 || fail "The source package $2 cannot be fetched from Debian's suite $1; apt's message is above."
}
