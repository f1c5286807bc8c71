# Sourced. quay.io/coreos/etcd, with etcd, etcdctl and etcdutl in /usr/local/bin.

build_etcd() {
  local reference=$1 root=$scratch/root-etcd packages=$scratch/etcd suite version program
  suite=$(etcd_suite "${reference##*:v}")
  version=$(package_version "$suite" etcd-server)
  [[ ${version%-*} == "${reference##*:v}" ]] || echo "      Debian no longer holds ${reference##*:v}: this is $version under that name"
  unpack "$suite" "$packages" etcd-server etcd-client
  base_root "$root"
  shared_libraries "$root" libc6
  mkdir -p "$root"/usr/local/bin "$root"/var/etcd "$root"/var/lib/etcd
  for program in etcd etcdctl etcdutl; do install -m 0755 "$packages/usr/bin/$program" "$root/usr/local/bin/$program"; done
  import_root "$root" "$reference" 'CMD ["/usr/local/bin/etcd"]' 'WORKDIR /var/lib/etcd' 'EXPOSE 2379' 'EXPOSE 2380' \
    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' 'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt' \
    "$(origin etcd "$version")"
}

# sid where it has exactly this version, else trixie with a release of the same minor version: data and flags are those of a minor version.
etcd_suite() {
  local wanted=$1 suite version near=
  for suite in sid trixie; do
    version=$(package_version "$suite" etcd-server) || continue
    [[ ${version%-*} != "$wanted" ]] || { echo "$suite"; return; }
    [[ $suite == sid || -n $near || $version != "${wanted%.*}".* ]] || near=$suite
  done
  [[ -n $near ]] || fail "Debian holds no etcd ${wanted%.*}, neither this release in sid nor any in trixie."
  echo "$near"
}
