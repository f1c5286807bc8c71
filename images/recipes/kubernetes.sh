# Sourced. registry.k8s.io/kube-apiserver, -controller-manager and -scheduler, compiled from Debian's source package (upstream's whole tree with vendor/).

# build_kubernetes VERSION: the three binaries, in $binaries. What was finished before an interruption is not done again.
build_kubernetes() {
  local version=$1 package folder
  package=$(source_version bookworm kubernetes)
  [[ $package == *really"${version#v}"-* || $package == "${version#v}"-* ]] || fail "Debian's source package is Kubernetes ${package:-(missing)}, not $version."
  folder=$cache/build/kubernetes_$package
  binaries=$folder/binaries
  [[ ! -d $binaries ]] || return 0
  require_space "$cache" 4
  mkdir -p "$folder"
  timed 'Kubernetes: source package' kubernetes_source "$folder"
  timed 'Kubernetes: Go tool chain' go_toolchain "$folder"
  rm -rf "$binaries.partial"
  echo '    Kubernetes: compiling, about four minutes on two cores'
  timed 'Kubernetes: compiled' "$here/compile-kubernetes.sh" "$folder/tree" "$goroot" "$version" "$binaries.partial"
  mv "$binaries.partial" "$binaries"
  rm -rf "$folder/tree" "$folder/go" "$folder/toolchain"
}

kubernetes_source() {
  local folder=$1 tree=$1/tree files=$scratch/kubernetes patch
  [[ ! -d $tree ]] || return 0
  source_tools
  fetch_source bookworm kubernetes "$files"
  rm -rf "$tree.partial"
  mkdir -p "$tree.partial"
  tar -xzf "$files"/*.orig.tar.gz --strip-components=1 -C "$tree.partial"
  tar -xJf "$files"/*.debian.tar.xz -C "$tree.partial"
  while read -r patch; do
    case $patch in '' | '#'*) ;; *) patch -s -p1 -d "$tree.partial" <"$tree.partial/debian/patches/$patch" ;; esac
  done <"$tree.partial/debian/patches/series"
  mv "$tree.partial" "$tree"
}

# A minimal Debian has neither of the two; taken from their packages they need no root.
source_tools() {
  local tools=$scratch/tools
  command -v patch >/dev/null || unpack bookworm "$tools" patch
  command -v xz >/dev/null || unpack bookworm "$tools" xz-utils
  export PATH=$PATH:$tools/usr/bin
}

# This release compiles with Go 1.19 and not with much newer ones.
go_toolchain() {
  goroot=/usr/lib/go-1.19
  [[ ! -x $goroot/bin/go ]] || return 0
  goroot=$1/toolchain/usr/lib/go-1.19
  [[ ! -d $1/toolchain ]] || return 0
  rm -rf "$1/toolchain.partial"
  unpack bookworm "$1/toolchain.partial" golang-1.19-go golang-1.19-src
  mv "$1/toolchain.partial" "$1/toolchain"
}

# import_kubernetes NAME REFERENCE: a static binary on what distroless/static holds. Like upstream's it has no command: a manifest names it.
import_kubernetes() {
  local name=$1 reference=$2 root=$scratch/root-$1
  base_root "$root"
  mkdir -p "$root/usr/local/bin"
  install -m 0755 "$binaries/$name" "$root/usr/local/bin/$name"
  import_root "$root" "$reference" 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt' "$(origin kubernetes "$(source_version bookworm kubernetes)")"
}
