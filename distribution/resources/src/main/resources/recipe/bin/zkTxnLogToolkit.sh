#!/usr/bin/env bash
# Dumps, chops and repairs a transaction log. Takes what ZooKeeper's zkTxnLogToolkit.sh takes, and prints what it prints:
#
#   zkTxnLogToolkit.sh [-dhrvcy] FILE [-z ZXID]
#
# `vivarium txnlog` does more, in less memory. Variables: those of `vivarium`.
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
exec "$bin/vivarium" apache TxnLogToolkit "$@"
