# Sourced. registry.k8s.io/pause: a first process that reaps what is re-parented to it and ends at SIGTERM. catatonit is static and does that with -P.

build_pause() {
  local reference=$1 root=$scratch/root-pause packages=$scratch/pause
  unpack bookworm "$packages" catatonit
  mkdir -p "$root"
  install -m 0755 "$packages/usr/bin/catatonit" "$root/pause"
  import_root "$root" "$reference" 'ENTRYPOINT ["/pause", "-P"]' "$(origin catatonit "$(package_version bookworm catatonit)")"
}
