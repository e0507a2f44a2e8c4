#!/usr/bin/env bash
# Tells how much is below each znode of a snapshot. Takes what ZooKeeper's zkSnapshotRecursiveSummaryToolkit.sh takes, and prints what it prints:
#
#   zkSnapshotRecursiveSummaryToolkit.sh FILE PATH DEPTH
#
# `vivarium snapshot summarise` does more, in less memory. Variables: those of `vivarium`.
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
exec "$bin/vivarium" apache SnapshotRecursiveSummary "$@"
