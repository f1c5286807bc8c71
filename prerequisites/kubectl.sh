# Sourced. kubectl: on PATH (where what was fetched earlier is too), else upstream's, checked against its checksum, else Debian's.

# The release that the tests run with.
kubectl_version=v1.32.4

ensure_kubectl() {
  ! command -v kubectl >/dev/null || return 0
  timed "kubectl $kubectl_version into $cache/bin" fetch_kubectl && return
  if supported_distribution && may_be_root && apt-cache show kubernetes-client >/dev/null 2>&1; then
    echo '  its download site does not answer; taking the distribution'"'"'s'
    install_packages kubernetes-client
    return
  fi
  missing kubectl 'https://kubernetes.io/docs/tasks/tools/'
}

fetch_kubectl() {
  offline && return 1
  local architecture base file=$cache/kubectl.partial
  case $(uname -m) in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) return 1 ;; esac
  base=https://dl.k8s.io/release/$kubectl_version/bin/linux/$architecture/kubectl
  curl -fsSL --proto =https --connect-timeout 5 --max-time 600 -o "$file" "$base" 2>/dev/null || return
  if ! echo "$(curl -fsSL --proto =https --connect-timeout 5 --max-time 30 "$base.sha256")  $file" | sha256sum --check --status 2>/dev/null; then
    rm -f "$file"
    echo "  the download does not match its checksum and is thrown away" >&2
    return 1
  fi
  mkdir -p "$cache/bin"
  chmod 0755 "$file"
  mv -f "$file" "$cache/bin/kubectl"
}
