#!/usr/bin/env bash
# Takes what ZooKeeper's zkCli.sh takes, and prints what it prints; vivarium shell --help tells more.
#
#   zkCli.sh [-server HOST:PORT,...[/PATH]] [-timeout MS] [-r] [-waitforconnection] [-client-configuration FILE] [COMMAND [ARGUMENT]...]
#
# Variables: those of `vivarium`; CLIENT_JVMFLAGS may have the system properties of ZooKeeper's clients.
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
exec "$bin/vivarium" shell --zkcli "$@"
