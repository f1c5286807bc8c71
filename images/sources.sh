# Sourced. Which reference each image has, and the way by which it comes into the store.

reference_of() {
  case $1 in
    etcd) echo quay.io/coreos/etcd:v3.5.30 ;;
    kube-*) echo "registry.k8s.io/$1:$kubernetes" ;;
    pause) echo "registry.k8s.io/pause:$pause" ;;
    nginx) echo docker.io/library/nginx:latest ;;
    busybox) echo docker.io/library/busybox:1.36 ;;
  esac
}

listed_versions() { grep -v '^#' "$here/versions"; }
at_hand() { in_store "$1" || in_cache "$1"; }
use_version() { kubernetes=$1 pause=$2; }

# The newest listed version of which all is at hand; else the newest, where it can be pulled; else the one that can be built.
choose_versions() {
  local version tag name missing
  while read -r version tag; do
    use_version "$version" "$tag"
    missing=
    for name in kube-apiserver kube-controller-manager kube-scheduler pause; do at_hand "$(reference_of "$name")" || missing=1; done
    [[ -n $missing ]] || break
  done < <(listed_versions)
  find_registries
  [[ -n $missing ]] || return 0
  if answers registry.k8s.io; then read -r version tag < <(listed_versions); else read -r version tag < <(listed_versions | tail -n 1); fi
  use_version "$version" "$tag"
}

# Registries are asked only when something has to come from them.
find_registries() {
  local name reference hosts=()
  [[ ${FRANKENETES_IMAGE_SOURCE:-} != build && -z ${FRANKENETES_OFFLINE:-} ]] || return 0
  for name in "${wanted[@]}"; do
    reference=$(reference_of "$name")
    at_hand "$reference" || hosts+=("${reference%%/*}")
  done
  ((${#hosts[@]} > 0)) || return 0
  mapfile -t hosts < <(printf '%s\n' "${hosts[@]}" | sort -u)
  if [[ ${FRANKENETES_IMAGE_SOURCE:-} == pull ]]; then for name in "${hosts[@]}"; do answering[$name]=1; done; return; fi
  timed "asked ${hosts[*]}" probe_registries "${hosts[@]}"
}

answers() { [[ -n ${answering[$1]:-} ]]; }

provide() {
  local name=$1 reference
  reference=$(reference_of "$name")
  if in_store "$reference"; then source_of[$name]=cached; return; fi
  if in_cache "$reference" && timed "$reference loaded" load_archive "$reference"; then source_of[$name]=cached; return; fi
  if answers "${reference%%/*}" && timed "$reference pulled" pull_image "$reference"; then source_of[$name]=pulled; return; fi
  can_build
  case $name in kube-*) build_kubernetes "$kubernetes" ;; esac
  timed "$reference built" build_image "$name" "$reference"
  source_of[$name]=built
}

build_image() {
  case $1 in kube-*) import_kubernetes "$@" ;; *) "build_$1" "$2" ;; esac
  save_archive "$2"
}

can_build() {
  command -v apt-get dpkg-deb >/dev/null && [[ $(dpkg --print-architecture) == amd64 ]] && return
  fail 'The registries of the component images do not answer, and only Debian on amd64 can build them. Connect to the registries, or set FRANKENETES_IMAGE_SOURCE=pull where Podman reaches them by a mirror.'
}

# Names, tags and the three words that a source can be: nothing that JSON would have to escape.
write_summary() {
  local name images= sources=
  for name in "${all[@]}"; do
    images+=${images:+,}$'\n'"    \"$name\": \"$(reference_of "$name")\""
    [[ -z ${source_of[$name]:-} ]] || sources+=${sources:+,}$'\n'"    \"$name\": \"${source_of[$name]}\""
  done
  printf '{\n  "kubernetesVersion": "%s",\n  "images": {%s\n  },\n  "source": {%s\n  }\n}\n' "$kubernetes" "$images" "$sources" >"$cache/images.json.partial"
  mv -f "$cache/images.json.partial" "$cache/images.json"
}
