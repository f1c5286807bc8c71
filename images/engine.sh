# Sourced. The container engine's image store: what is in it, and how an image gets there. Needs $cache.

# A configuration of our own: the user's may name a runtime that this machine's cgroups refuse, and raised limits fail where the hard ones are low.
configure_engine() {
  command -v podman >/dev/null || fail 'podman is not on PATH. ./build.sh Images installs it where it can and says what is missing where it cannot.'
  # Podman unpacks layers and runc starts containers by pivoting the root, which only a mount can do.
  [[ ! -r /proc/self/mountinfo ]] || awk '$5 == "/" { found = 1 } END { exit !found }' /proc/self/mountinfo ||
    fail 'The root folder is not a mount (a bare chroot), and Podman cannot work in it. Enter it with systemd-nspawn, or with pivot_root in a mount namespace of its own.'
  local configuration=$cache/containers.conf runtime=
  ! command -v runc >/dev/null || runtime='runtime = "runc"'
  printf '%s\n' '[containers]' 'default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]' '[network]' 'network_backend = "netavark"' '[engine]' "$runtime" >"$configuration.$$"
  mv -f "$configuration.$$" "$configuration"
  export CONTAINERS_CONF=$configuration
}

# One call for all images: a podman start costs more than everything else here when nothing is to be done.
read_store() { store=$(podman images --format '{{.Repository}}:{{.Tag}}') || fail 'podman does not answer; its own message is above.'; }
in_store() { grep -qxF "$1" <<<"$store"; }

pull_image() { podman pull -q "$1" >/dev/null; }

archive_of() { local name=${1##*/}; echo "$cache/images/${name//:/_}.tar"; }
in_cache() { [[ -f $(archive_of "$1") ]]; }

load_archive() {
  local archive
  archive=$(archive_of "$1")
  podman load -q -i "$archive" >/dev/null && return
  echo "      $archive cannot be loaded and is thrown away" >&2
  rm -f "$archive"
  return 1
}

# The archive appears under its name only when it is whole.
save_archive() {
  local archive
  archive=$(archive_of "$1")
  mkdir -p "${archive%/*}"
  rm -f "$archive".partial
  podman save -q -o "$archive.partial" "$1" >/dev/null && mv -f "$archive.partial" "$archive"
}

# import_root FOLDER REFERENCE [CHANGE...]: an image FROM scratch, of one layer that holds what FOLDER holds, all of it root's.
import_root() {
  local folder=$1 reference=$2 change changes=()
  shift 2
  for change in "$@"; do changes+=(--change "$change"); done
  tar -C "$folder" --sort=name --numeric-owner --owner=0 --group=0 -cf "$folder.tar" .
  podman import -q "${changes[@]}" "$folder.tar" "$reference" >/dev/null
  rm -rf "$folder" "$folder.tar"
}
