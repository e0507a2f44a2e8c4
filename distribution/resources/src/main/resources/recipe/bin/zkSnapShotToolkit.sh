#!/usr/bin/env bash
# Prints the znodes and sessions of a snapshot. Takes what ZooKeeper's zkSnapShotToolkit.sh takes, and prints what it prints:
#
#   zkSnapShotToolkit.sh [-d|-json] FILE
#
# `vivarium snapshot show` does more, in less memory. Variables: those of `vivarium`.
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
exec "$bin/vivarium" apache SnapshotFormatter "$@"
