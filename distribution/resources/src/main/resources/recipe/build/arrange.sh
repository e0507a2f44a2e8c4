#!/bin/sh
# Gives the parts of a package the names that bin/vivarium knows, and keeps what the distribution says of its JVM.
#
#   arrange.sh PACKAGE_DIRECTORY RECIPE_DIRECTORY module-path|class-path [JVM_OPTION...]
#
# Maven has unpacked each part into a directory called after its artifact: vivarium-transport-tcp-plugin-zip is plugins/transport-tcp.
set -eu

package=$1
recipe=$2
launch=$3
shift 3

for part in "$package"/plugins/*-plugin-zip "$package"/lib/*-command-zip; do
  if [ -d "$part" ]; then
    name=${part##*/}
    name=${name%-plugin-zip}
    name=${name%-command-zip}
    mv "$part" "${part%/*}/${name#vivarium-}"
  fi
done

case $launch in
  module-path) ;;
  class-path) : >"$package/lib/class-path" ;;
  *)
    printf '%s\n' "vivarium.launch is $launch, and must be module-path or class-path." >&2
    exit 1
    ;;
esac

if [ $# -gt 0 ]; then
  mkdir -p "$recipe/conf"
  printf '%s\n' "$*" >"$recipe/conf/jvm.options"
fi
