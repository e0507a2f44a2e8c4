#!/usr/bin/env bash
# Tells where two snapshots differ in data and number of znodes. Takes what ZooKeeper's zkSnapshotComparer.sh takes, and prints what it prints:
#
#   zkSnapshotComparer.sh -l LEFT -r RIGHT -b BYTES -n NODES [-d] [-i]
#
# `vivarium snapshot compare` does more, in less memory. Variables: those of `vivarium`.
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
exec "$bin/vivarium" apache SnapshotComparer "$@"
