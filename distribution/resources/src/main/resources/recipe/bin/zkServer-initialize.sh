#!/usr/bin/env bash
# Makes the directories of a new server, as ZooKeeper's zkServer-initialize.sh does:
#
#   zkServer-initialize.sh [--configfile=FILE] [--myid=N] [--force]
#
# In dataDir, and in dataLogDir if there is one, it makes version-2; it writes myid, and the file `initialize`, with which a server of an
# ensemble may start without data. What is there stops it; --force removes that: all data of the server.
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

usage() {
  cat <<TEXT
usage: $0 [--configfile=FILE] [--myid=N] [--force]
  --configfile=FILE  the configuration, which names the directories (unset: $ZOOCFG)
  --myid=N           the number of this server, 1 to 255
  --force            remove what is there: all data of the server
  --help             show this
TEXT
}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

config=$ZOOCFG
myid=
force=no
while [ $# -gt 0 ]; do
  case $1 in
    --configfile=* | --myid=*) name=${1%%=*} value=${1#*=} ;;
    --configfile | --myid)
      name=$1 value=${2:-}
      [ $# -gt 1 ] && shift
      ;;
    --force) name=$1 value=yes ;;
    --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 1
      ;;
  esac
  shift
  [ -n "$value" ] || fail "$name needs a value"
  case $name in
    --configfile) config=$value ;;
    --myid) myid=$value ;;
    --force) force=yes ;;
  esac
done

[ -r "$config" ] || fail "Error: cannot read the configuration $config. Name another with --configfile=FILE."
case $myid in
  '') ;;
  *[!0-9]*) fail "Error: --myid must be a number from 1 to 255, it is $myid." ;;
  *) [ ${#myid} -le 3 ] && [ "$myid" -ge 1 ] && [ "$myid" -le 255 ] || fail "Error: --myid must be a number from 1 to 255, it is $myid." ;;
esac

# The value of a key in the configuration, as the last line that sets it has it.
setting() {
  sed -n "s/^[[:space:]]*$1[[:space:]]*[=:][[:space:]]*\(.*\)\$/\1/p" "$config" | tr -d '\r' | sed 's/[[:space:]]*$//' | tail -n 1
}

data=$(setting dataDir)
log=$(setting dataLogDir)
[ -n "$data" ] || fail "Error: $config has no dataDir."

# Whether a server has the directory: it holds a lock on a file there, which the kernel tells of by the file's number.
used() {
  [ -e "$1/version-2/vivarium.lock" ] && grep -q ":$(stat -c %i -- "$1/version-2/vivarium.lock") " /proc/locks 2>/dev/null
}

for directory in "$data" ${log:+"$log"}; do
  if [ -e "$directory/version-2" ]; then
    ! used "$directory" || fail "Error: a server is using $directory/version-2. Stop it first."
    [ "$force" = yes ] || fail "Error: $directory/version-2 is there already. It may hold the data of a server; --force removes it."
  fi
done
if [ -n "$myid" ] && [ -e "$data/myid" ] && [ "$force" != yes ]; then
  fail "Error: $data/myid is there already. --force replaces it."
fi

for directory in "$data" ${log:+"$log"}; do
  rm -rf -- "$directory/version-2" || fail "Error: cannot remove $directory/version-2."
  mkdir -p -- "$directory/version-2" || fail "Error: cannot make $directory/version-2."
done
if [ -n "$myid" ]; then
  printf '%s\n' "$myid" >"$data/myid" || fail "Error: cannot write $data/myid."
  echo "myid set to $myid"
else
  echo "No myid provided, be sure to specify it in $data/myid if using non-standalone"
fi
: >"$data/initialize" || fail "Error: cannot write $data/initialize."
