# Sourced. The operating system's packages: known by what they bring, so that nothing is asked of a package manager while all is there.

# group, Debian's package, Fedora's package, and the command or the files (any of them) by which it is known
packages_known() {
  cat <<'TABLE'
runtime  ca-certificates ca-certificates   /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem
runtime  libssl3         openssl-libs      /usr/lib/*/libssl.so.3 /usr/lib64/libssl.so.3 /usr/lib/libssl.so.3
runtime  libicu          libicu            /usr/lib/*/libicuuc.so.* /usr/lib64/libicuuc.so.* /usr/lib/libicuuc.so.*
runtime  tzdata          tzdata            /usr/share/zoneinfo/UTC
download curl            curl              curl
engine   podman          podman            podman
engine   runc            runc              runc
engine   conmon          conmon            conmon
engine   netavark        netavark          /usr/lib/podman/netavark /usr/libexec/podman/netavark
engine   aardvark-dns    aardvark-dns      /usr/lib/podman/aardvark-dns /usr/libexec/podman/aardvark-dns
engine   catatonit       catatonit         catatonit
engine   iptables        iptables-nft      iptables nft
rootless uidmap          shadow-utils      newuidmap
rootless slirp4netns     slirp4netns       slirp4netns pasta
rootless fuse-overlayfs  fuse-overlayfs    fuse-overlayfs
native   clang           clang             clang
native   lld             lld               ld.lld
native   cmake           cmake             cmake
native   make            make              make
native   libc6-dev       glibc-static      /usr/lib/*/libc.a /usr/lib64/libc.a /usr/lib/libc.a
native   libssl-dev      openssl-devel     /usr/lib/*/libssl.a /usr/lib64/libssl.a /usr/lib/libssl.a
native   zlib1g-dev      zlib-static       /usr/lib/*/libz.a /usr/lib64/libz.a /usr/lib/libz.a
torture  faketime        libfaketime       faketime
TABLE
}

# present MARK...: a command on PATH, or a file
present() {
  local mark
  for mark in "$@"; do case $mark in /*) [[ ! -e $mark ]] || return 0 ;; *) ! command -v "$mark" >/dev/null || return 0 ;; esac; done
  return 1
}

# ensure_packages GROUP...: installs what the groups lack where that may be done, else adds it to the list of what is missing.
ensure_packages() {
  local groups=" $* " group package fedora marks wanted=() hints=()
  [[ $groups != *' engine '* ]] || ((EUID == 0)) || groups+='rootless '
  while read -r group package fedora marks; do
    # Unquoted: some of the marks are patterns.
    [[ $groups == *" $group "* ]] && ! present $marks || continue
    wanted+=("$package")
    hints+=("$fedora")
  done < <(packages_known)
  ((${#wanted[@]} > 0)) || return 0
  if supported_distribution && may_be_root; then install_packages "${wanted[@]}"; return; fi
  for group in "${!wanted[@]}"; do missing "${wanted[group]}" "$(install_command "${wanted[group]}" "${hints[group]}")"; done
}

# install_packages PACKAGE...: apt's lists are fetched here and only here, that is when something has to be installed, and once.
install_packages() {
  local wanted=("$@")
  [[ -n ${lists_are_fresh:-} ]] || timed "apt-get update" logged apt-update as_root apt-get -q update || fail "apt-get update failed; its own messages are above."
  lists_are_fresh=1
  local i
  for i in "${!wanted[@]}"; do
    # The one whose name holds its version.
    [[ ${wanted[i]} != libicu ]] || wanted[i]=$(apt-cache --names-only search '^libicu[0-9]+$' | cut -d' ' -f1 | sort -V | tail -n 1)
  done
  # 64-bit time renamed it in Ubuntu 24.04 and Debian 13, where the old name is only provided.
  timed "apt-get install ${wanted[*]}" logged apt-install as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 install "${wanted[@]}" || fail "apt-get install failed; its own messages are above."
}
