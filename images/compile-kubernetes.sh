#!/usr/bin/env bash
# Compiles the API server, the controller manager and the scheduler from an unpacked upstream tree into static binaries.
#
#   compile-kubernetes.sh TREE GOROOT VERSION OUTPUT
#
# TREE     Kubernetes' source with vendor/ and its patches applied; GOPATH and the compiler's cache are made beside it
# GOROOT   a Go tool chain
# VERSION  what the binaries call themselves, for instance v1.20.2
# OUTPUT   a folder for the three binaries
set -euo pipefail

tree=$(realpath "$1") goroot=$2 version=$3 output=$4
workspace=$(dirname "$tree")/go
boilerplate=hack/boilerplate/boilerplate.generatego.txt
component_version=k8s.io/kubernetes/vendor/k8s.io/component-base/version
client_version=k8s.io/kubernetes/vendor/k8s.io/client-go/pkg/version

# GOPATH mode: releases of that time carry their dependencies in vendor/, part of them as links into staging/.
export GOROOT=$goroot GOPATH=$workspace GOCACHE=$workspace/cache GO111MODULE=off CGO_ENABLED=0 GOFLAGS= GOPROXY=off GOTOOLCHAIN=local GOENV=off
export PATH=$goroot/bin:$PATH LC_ALL=C
mkdir -p "$workspace/src/k8s.io" "$workspace/bin" "$output"
ln -sfn "$tree" "$workspace/src/k8s.io/kubernetes"

# The definitions behind /openapi/v2 are not part of a source release: the build makes them from every package that asks for it.
generate_openapi() {
  go build -o "$workspace/bin/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
  local packages
  packages=$(grep -rl --include='*.go' '+k8s:openapi-gen=true' cmd pkg plugin staging vendor/k8s.io/kube-openapi |
    grep -vE '/(testdata|code-generator|sample-[a-z-]*)/' | xargs -n1 dirname | sort -u |
    sed -e 's#^staging/src/#vendor/#' -e 's#^#k8s.io/kubernetes/#' | paste -sd,)
  "$workspace/bin/openapi-gen" --v 0 --logtostderr -i "$packages" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
    --output-base "$workspace/src" -h "$boilerplate" -r "$workspace/openapi-violations"
}

link_flags() {
  local number=${version#v} date
  date=$(date -u -d "@$(stat -c %Y CHANGELOG.md)" +%Y-%m-%dT%H:%M:%SZ)
  local package
  for package in "$component_version" "$client_version"; do
    printf -- '-X %s.gitVersion=%s ' "$package" "$version"
    printf -- '-X %s.gitMajor=%s -X %s.gitMinor=%s ' "$package" "${number%%.*}" "$package" "$(cut -d. -f2 <<<"$number")"
    printf -- '-X %s.gitTreeState=archive -X %s.buildDate=%s ' "$package" "$package" "$date"
  done
}

cd "$workspace/src/k8s.io/kubernetes"
[[ -f $boilerplate ]] || boilerplate=$(find hack -name 'boilerplate.go*.txt' | head -n 1)
generate_openapi
flags="-s -w $(link_flags)"
for component in kube-apiserver kube-controller-manager kube-scheduler; do
  started=$SECONDS
  go build -trimpath -ldflags "$flags" -o "$output/$component" "./cmd/$component"
  printf '      %-26s %4d s\n' "$component" $((SECONDS - started))
done
