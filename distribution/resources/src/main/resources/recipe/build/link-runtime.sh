#!/bin/sh
# Links the bundled Java runtime with jlink, unless the one at hand was linked from the same JDK in the same way.
#
#   link-runtime.sh JDK_HOME TARGET_DIRECTORY MODULES TIMESTAMP JMODS OPTIONS
#
# MODULES are separated by commas and blanks; TIMESTAMP is the time that the tarball gives to all files. JMODS is the directory jmods of a JDK of
# the same release for another platform, or that of JDK_HOME, whether it exists or not. OPTIONS for jlink are separated by blanks.
set -eu

jdk=$1
target=$2
modules=$(printf '%s' "$3" | tr -d '[:space:]')
timestamp=$4
jmods=$5
options=$6
recorded=$(dirname -- "$0")/java-classes.list

stamp="$(cat "$jdk/release") modules=$modules time=$timestamp jmods=$jmods options=$options classes=$(cksum <"$recorded") by=$(cksum <"$0")"
if [ -f "$target/.linked-from" ] && [ "$(cat "$target/.linked-from")" = "$stamp" ]; then
  exit 0
fi

if [ ! -x "$jdk/bin/jlink" ]; then
  printf '%s\n' "$jdk has no bin/jlink: the package needs a full JDK to be built. Set JAVA_HOME to one (./mvnw tells how to get it)." >&2
  exit 1
fi

# Options may hold patterns, of jlink's and not of the shell's.
set -f
if [ "$jmods" = "$jdk/jmods" ]; then
  platform=
else
  platform=$jmods
  if [ ! -f "$jmods/java.base.jmod" ]; then
    printf '%s\n' "$jmods has no java.base.jmod: vivarium.runtime.jmods must be the directory jmods of a JDK for the other platform." >&2
    exit 1
  fi
fi

rm -rf "$target"
"$jdk/bin/jlink" ${platform:+--module-path "$platform"} --add-modules "$modules" --output "$target" --no-header-files --no-man-pages $options

# Java reads this file letter by letter at each start, and nine tenths of it explain what could be set. The JDK has it with all that is explained.
security=$target/conf/security/java.security
if [ -f "$security" ]; then
  {
    printf '%s\n' '# What is set; conf/security/java.security of a JDK explains it.'
    # In a value that goes on over several lines a # is none of a comment.
    awk 'continued || !/^[ \t]*([#!].*)?$/ { print; continued = /\\$/ }' "$security"
  } >"$security.short"
  mv "$security.short" "$security"
fi

# The archive of preloaded JDK classes, for the object layout that bin/vivarium asks for: those that the JDK expects to be used, and those that
# our starts were seen to use (record-classes.sh); what a runtime of fewer modules does not have is passed over. The JVM takes it only while
# lib/modules keeps the time it had when the archive was made, so that time must survive the tarball. A runtime for another platform does not
# run here, and makes none.
TZ=UTC touch -d "$timestamp" "$target/lib/modules"
if [ -z "$platform" ]; then
  # A Java without archives has no list of its own.
  cat "$target/lib/classlist" "$recorded" >"$target/classes.list" 2>/dev/null || :
  "$target/bin/java" -XX:+UseCompactObjectHeaders -Xshare:dump "-XX:SharedClassListFile=$target/classes.list" >/dev/null 2>&1 ||
    printf '%s\n' 'Could not archive the preloaded classes; the server will take a little longer to start.' >&2
  rm "$target/classes.list"
fi

printf '%s\n' "$stamp" >"$target/.linked-from"
