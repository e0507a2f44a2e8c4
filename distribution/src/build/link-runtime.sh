#!/bin/sh
# Links the bundled Java runtime with jlink, unless the one at hand was linked from the same JDK with the same modules.
#
#   link-runtime.sh JDK_HOME TARGET_DIRECTORY MODULES TIMESTAMP
#
# MODULES are separated by commas and blanks; TIMESTAMP is the time that the tarball gives to all files.
set -eu

jdk=$1
target=$2
modules=$(printf '%s' "$3" | tr -d '[:space:]')
timestamp=$4

stamp="$(cat "$jdk/release") modules=$modules time=$timestamp"
if [ -f "$target/.linked-from" ] && [ "$(cat "$target/.linked-from")" = "$stamp" ]; then
  exit 0
fi

if [ ! -x "$jdk/bin/jlink" ]; then
  printf '%s\n' "$jdk has no bin/jlink: the package needs a full JDK to be built. Set JAVA_HOME to one (./mvnw tells how to get it)." >&2
  exit 1
fi

rm -rf "$target"
"$jdk/bin/jlink" --add-modules "$modules" --output "$target" --no-header-files --no-man-pages --compress zip-6

# The archive of preloaded JDK classes, for the object layout that bin/vivarium asks for. The JVM takes it only while lib/modules keeps the
# time it had when the archive was made, so that time must survive the tarball.
TZ=UTC touch -d "$timestamp" "$target/lib/modules"
"$target/bin/java" -XX:+UseCompactObjectHeaders -Xshare:dump >/dev/null 2>&1 ||
  printf '%s\n' 'Could not archive the preloaded classes; the server will take a little longer to start.' >&2

printf '%s\n' "$stamp" >"$target/.linked-from"
