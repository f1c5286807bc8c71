#!/usr/bin/env bash
# Makes sure that the component images are in Podman's store: already there, loaded from the cache, pulled, or built from Debian's packages.
#
#   images/make.sh [NAME...]      NAME: etcd kube-apiserver kube-controller-manager kube-scheduler pause nginx busybox; all without one
#
# FRANKENETES_IMAGE_SOURCE=pull|build   pull: whatever the probe says; build: ask no registry, as with FRANKENETES_OFFLINE=1
# Ends with $cache/images.json, which says what Kubernetes version these are and where each image came from.
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
all=(etcd kube-apiserver kube-controller-manager kube-scheduler pause nginx busybox)
[[ -n ${XDG_CACHE_HOME:-} || -n ${HOME:-} ]] || { echo 'images/make.sh: neither XDG_CACHE_HOME nor HOME is set, so there is no place for a cache. Set one.' >&2; exit 1; }
cache=${XDG_CACHE_HOME:-$HOME/.cache}/frankenetes

fail() { echo "images/make.sh: $*" >&2; exit 1; }
say() { printf '  %s\n' "$*"; }

# timed WHAT COMMAND...: runs it in this shell, so that it may set variables, and says how long it took.
timed() {
  local what=$1 started=${EPOCHREALTIME/[.,]/} spent status
  shift
  "$@"
  status=$?
  ((status == 0)) || return "$status"
  spent=$((${EPOCHREALTIME/[.,]/} - started))
  printf '  %-60s %6d.%d s\n' "$what" $((spent / 1000000)) $((spent / 100000 % 10))
}

# require_space FOLDER GIGABYTES
require_space() {
  local free
  free=$(df -Pk "$1" | awk 'NR == 2 { print int($4 / 1048576) }')
  ((free >= $2)) || fail "$1 has $free GB free and this needs $2 GB. Free some, or point XDG_CACHE_HOME to a larger disk."
}

for part in engine registries packages roots sources recipes/etcd recipes/busybox recipes/pause recipes/nginx recipes/kubernetes; do . "$here/$part.sh"; done

for name in "$@"; do [[ " ${all[*]} " == *" $name "* ]] || fail "There is no image $name. There are: ${all[*]}."; done
wanted=("${@:-${all[@]}}")

mkdir -p "$cache"
chmod 0700 "$cache"
scratch=$(mktemp -d)
chmod 0755 "$scratch"
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
umask 022

configure_engine
exec 9>"$cache/images.lock"
flock -n 9 || { say 'waiting for another make.sh that fills the same cache'; flock 9; }
read_store
choose_versions
declare -A source_of=()
for name in "${wanted[@]}"; do provide "$name"; done
write_summary
