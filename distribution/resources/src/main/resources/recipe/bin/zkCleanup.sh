#!/usr/bin/env bash
# Removes old snapshots, and log files that no kept snapshot needs, as ZooKeeper's zkCleanup.sh does:
#
#   zkCleanup.sh -n COUNT                         of the directories in the configuration
#   zkCleanup.sh LOG_DIRECTORY [SNAPSHOT_DIRECTORY] -n COUNT
#
# COUNT snapshots are kept, at least 3. It may run beside the server. vivarium purge --help tells what stays, and more.
set -u

script=$0
while [ -h "$script" ]; do
  link=$(readlink "$script")
  case $link in
    /*) script=$link ;;
    *) script=$(dirname -- "$script")/$link ;;
  esac
done
bin=$(CDPATH='' cd -- "$(dirname -- "$script")" && pwd -P)
ZOOBINDIR=$bin
# shellcheck source=zkEnv.sh disable=SC1091
. "$bin/zkEnv.sh"

setting() {
  sed -n "s/^[[:space:]]*$1[[:space:]]*[=:][[:space:]]*\(.*\)\$/\1/p" "$ZOOCFG" 2>/dev/null | tr -d '\r' | sed 's/[[:space:]]*$//' | tail -n 1
}

case ${1:-} in
  -*)
    data=$(setting dataDir)
    log=$(setting dataLogDir)
    if [ -z "$data" ]; then
      printf '%s\n' "Error: $ZOOCFG names no dataDir. Name the directories, or the configuration by ZOOCFGDIR and ZOOCFG." >&2
      exit 1
    fi
    set -- ${log:+"$log"} "$data" "$@"
    ;;
esac
exec "$bin/vivarium" apache PurgeTxnLog "$@"
