# Sourced. docker-registry, a real container registry for tests. Only its program is taken out of the distribution's package: installing that would start a service that the whole network reaches.

ensure_registry() {
  ! command -v docker-registry >/dev/null || return 0
  if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null && timed "docker-registry into $cache/bin" logged docker-registry unpack_registry; then return; fi
  missing docker-registry "$(install_command docker-registry docker-distribution)"
}

unpack_registry() {
  local folder=$cache/docker-registry.partial
  rm -rf "$folder"
  mkdir -p "$folder" "$cache/bin"
  (
    cd "$folder"
    apt-get -q download docker-registry || { as_root apt-get -q update && apt-get -q download docker-registry; }
  ) || return
  dpkg-deb -x "$folder"/docker-registry_*.deb "$folder/root" || return
  mv -f "$folder/root/usr/bin/docker-registry" "$cache/bin/docker-registry"
  rm -rf "$folder"
}
