# Sourced. What several images' root folders have in common.

# base_root FOLDER: what Google's distroless/static holds, on which etcd and Kubernetes build theirs: accounts, CA bundle, time zones, /tmp.
base_root() {
  local root=$1 packages=$scratch/base
  if [[ ! -d $packages ]]; then unpack bookworm "$packages" ca-certificates tzdata; fi
  mkdir -p "$root"/{etc/ssl/certs,tmp,root,home/nonroot,var/run,usr/share/zoneinfo}
  chmod 1777 "$root/tmp"
  printf '%s\n' 'root:x:0:0:root:/root:/sbin/nologin' 'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin' \
    'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'nobody:x:65534:' 'tty:x:5:' 'staff:x:50:' 'nonroot:x:65532:' >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  ca_bundle "$packages" >"$root/etc/ssl/certs/ca-certificates.crt"
  cp -a "$packages/usr/share/zoneinfo/." "$root/usr/share/zoneinfo/"
}

# The bundle comes from the package and never from this machine, which may trust authorities of its own.
ca_bundle() {
  local certificate
  for certificate in "$1"/usr/share/ca-certificates/mozilla/*.crt; do
    cat "$certificate"
    [[ -z $(tail -c 1 "$certificate") ]] || echo
  done
}

# shared_libraries ROOT PACKAGE...: the packages' shared libraries and nothing else of them; libc6 brings the loader.
shared_libraries() {
  local root=$1 package packages=$scratch/libraries folder
  shift
  for package in "$@"; do
    [[ -d $packages/$package ]] || unpack bookworm "$packages/$package" "$package"
    for folder in lib/x86_64-linux-gnu usr/lib/x86_64-linux-gnu lib64; do
      [[ -d $packages/$package/$folder ]] || continue
      mkdir -p "$root/$folder"
      find "$packages/$package/$folder" -maxdepth 1 \( -name '*.so' -o -name '*.so.*' \) -exec cp -a -t "$root/$folder" {} +
    done
  done
}

# busybox_root ROOT: busybox and a link for each of its applets.
busybox_root() {
  local root=$1 packages=$scratch/busybox applet
  [[ -d $packages ]] || unpack bookworm "$packages" busybox-static
  mkdir -p "$root/bin"
  install -m 0755 "$packages/bin/busybox" "$root/bin/busybox"
  for applet in $("$packages/bin/busybox" --list | grep -vx busybox); do ln -sfn busybox "$root/bin/$applet"; done
}

# origin PACKAGE VERSION: the change that makes an image tell what it was really made from.
origin() { echo "LABEL org.opencontainers.image.version=debian/$1_$2"; }
