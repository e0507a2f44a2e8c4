# shellcheck shell=sh
# Finds a JDK of the release this project needs. Sourced by ./mvnw and ./vivarium.
#
#   find_jdk    prints the home of a JDK with javac, or prints to stderr how to get one and returns 1
#
# Order: JAVA_HOME if it is new enough, then `java` on the PATH, then the places where package managers and version managers put
# JDKs. Among the installed ones the oldest that suffices wins, so that a machine with an early-access build beside the
# release does not use the former.

VIVARIUM_JDK=25

# jdk_release HOME: prints the feature release of the JDK at HOME (25 for "25.0.1"), nothing if there is none.
jdk_release() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release" | head -n 1
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1
  fi
}

# jdk_candidates: one possible home per line; not every line exists.
jdk_candidates() {
  for jdk_candidate in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/lib/jvm/* /usr/local/openjdk* \
    /opt/* /opt/java/* /opt/jdk/* /opt/jvm/* /opt/hostedtoolcache/Java_*/*/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}"/candidates/java/* \
    "${ASDF_DATA_DIR:-${HOME:-/nonexistent}/.asdf}"/installs/java/* \
    "${MISE_DATA_DIR:-${HOME:-/nonexistent}/.local/share/mise}"/installs/java/* \
    "${HOME:-/nonexistent}"/.jabba/jdk/* "${HOME:-/nonexistent}"/.jabba/jdk/*/Contents/Home \
    "${HOME:-/nonexistent}"/.jdks/* "${HOME:-/nonexistent}"/.jenv/versions/* \
    "${HOME:-/nonexistent}"/.gradle/jdks/* "${HOME:-/nonexistent}"/.gradle/jdks/*/Contents/Home; do
    printf '%s\n' "$jdk_candidate"
  done
}

find_jdk() {
  jdk_seen=""
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk_found=$(jdk_release "$JAVA_HOME")
    if [ "${jdk_found:-0}" -ge "$VIVARIUM_JDK" ]; then
      printf '%s\n' "$JAVA_HOME"
      return 0
    fi
    jdk_seen="JAVA_HOME=$JAVA_HOME is JDK ${jdk_found:-(no JDK there)}"
  fi
  jdk_java=$(command -v java 2>/dev/null || true)
  if [ -n "$jdk_java" ]; then
    # Follows /usr/bin/java -> /etc/alternatives/java -> the real place; a version manager's shim answers with itself and drops out.
    jdk_real=$(readlink -f "$jdk_java" 2>/dev/null || printf '%s' "$jdk_java")
    jdk_home=${jdk_real%/bin/java}
    jdk_found=$(jdk_release "$jdk_home")
    if [ "${jdk_found:-0}" -ge "$VIVARIUM_JDK" ]; then
      printf '%s\n' "$jdk_home"
      return 0
    fi
    jdk_seen="${jdk_seen:+$jdk_seen; }java on the PATH ($jdk_real) is release ${jdk_found:-unknown}"
  fi
  jdk_best=$(jdk_candidates | while IFS= read -r jdk_home; do
    jdk_found=$(jdk_release "$jdk_home")
    if [ "${jdk_found:-0}" -ge "$VIVARIUM_JDK" ]; then
      printf '%s %s\n' "$jdk_found" "$jdk_home"
    fi
  done | sort -n | head -n 1 | cut -d ' ' -f 2-)
  if [ -n "$jdk_best" ]; then
    printf '%s\n' "$jdk_best"
    return 0
  fi
  cat >&2 <<MESSAGE
Vivarium needs JDK $VIVARIUM_JDK or newer to build, and none was found.
${jdk_seen:+  Seen: $jdk_seen.
}  Looked in: JAVA_HOME, the PATH, /usr/lib/jvm, /usr/java, /opt, /Library/Java, and the homes of sdkman, asdf, mise, jabba and Gradle.
Get one, for example:
  any system       https://adoptium.net/temurin/releases/?version=$VIVARIUM_JDK   (unpack, then: export JAVA_HOME=<that directory>)
  Debian, Ubuntu   apt-get install temurin-$VIVARIUM_JDK-jdk     (after adding the package source described at https://adoptium.net/installation/linux)
  macOS            brew install --cask temurin@$VIVARIUM_JDK
  sdkman           sdk install java $VIVARIUM_JDK-tem
MESSAGE
  return 1
}
