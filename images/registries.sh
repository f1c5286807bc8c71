# Sourced. Which registries answer.

declare -A answering=()

registry_address() { case $1 in docker.io) echo registry-1.docker.io ;; *) echo "$1" ;; esac; }

# probe_registries HOST...: asks all of them at once, so that a network that swallows packets costs a few seconds and not that for each.
probe_registries() {
  local host results=$scratch/registries
  mkdir -p "$results"
  for host in "$@"; do
    curl -sS --proto =https --connect-timeout 3 --max-time 5 -o /dev/null -w '%{http_code}' "https://$(registry_address "$host")/v2/" >"$results/$host" 2>/dev/null &
  done
  wait
  # 401 is how a registry asks for a token; anything else is a proxy's word or an outage.
  for host in "$@"; do case $(<"$results/$host") in 200 | 401) answering[$host]=1 ;; esac; done
}
