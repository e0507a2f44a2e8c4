#!/bin/sh
# Records which classes of Java a package uses when its server and its shell start, beyond those that every JDK expects to be used. link-runtime.sh puts
# them into the runtime's archive of preloaded classes. To be run by hand when a start got slower with a new JDK or new libraries:
#
#   record-classes.sh JDK_HOME PACKAGE PORT > java-classes.list
#
# JDK_HOME is the JDK that the runtime of PACKAGE was linked from, PORT a free one, for a server with an empty store.
set -eu

jdk=$1
package=$2
port=$3

work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || :; wait "$server" || :; fi; rm -rf "$work"' EXIT

printf 'clientPort=%s\ndataDir=%s/data\nadmin.serverPort=0\n' "$port" "$work" >"$work/zoo.cfg"
JVMFLAGS="-XX:DumpLoadedClassList=$work/server.list" "$package/bin/vivarium" server "$work/zoo.cfg" >"$work/log" 2>&1 &
server=$!
tries=0
until "$package/bin/vivarium" shell -server "127.0.0.1:$port" ls / >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -eq 30 ] || ! kill -0 "$server"; then
    cat "$work/log" >&2
    exit 1
  fi
done
JVMFLAGS="-XX:DumpLoadedClassList=$work/shell.list" "$package/bin/vivarium" shell -server "127.0.0.1:$port" ls / >/dev/null
kill "$server"
wait "$server" || :
server=

# What the runtime has, as the lists name it: package/Class.
"$jdk/bin/jimage" list "$package/runtime/lib/modules" |
  sed -n 's|^ *\(.*/.*\)\.class$|\1|p' >"$work/java"

# Java's classes, its lambdas, and the shapes of method handles; not those of the list that every runtime brings along. The numbers in a list only
# tie its own lines together, and constants that were resolved differ from run to run.
awk '
  FILENAME == ARGV[1] { java[$1]; next }
  FILENAME == ARGV[2] { known[$0]; known[$1]; next }
  /^#/ || /^@cp/ || / source: / { next }
  /^@lambda-proxy/ { if ($2 in java && !($0 in known)) print; next }
  /^@/ { if (!($0 in known)) print; next }
  $1 in java && !($1 in known) { print $1 }
' "$work/java" "$package/runtime/lib/classlist" "$work/server.list" "$work/shell.list" | LC_ALL=C sort -u
