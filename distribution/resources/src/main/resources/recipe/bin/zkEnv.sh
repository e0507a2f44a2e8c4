#!/usr/bin/env bash
# Read by the other scripts, and by scripts of others that read ZooKeeper's: sets where things are. Nothing is set that is set already.
#
#   ZOOBINDIR                                 the directory of this file
#   ZOOKEEPER_PREFIX                          the package
#   ZOOCFGDIR, ZOOCFG                         the configuration directory, and the configuration in it
#   ZOO_LOG_DIR                               where the output of servers goes
#   CLIENT_JVMFLAGS, SERVER_JVMFLAGS          exported as they are; bin/vivarium reads them, with java.env and zookeeper-env.sh
#   CLASSPATH                                 not ours to set: the package consists of modules, which bin/vivarium puts together

ZOOBINDIR=${ZOOBINDIR:-$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)}
ZOOKEEPER_PREFIX=${ZOOKEEPER_PREFIX:-$(CDPATH='' cd -- "$ZOOBINDIR/.." && pwd -P)}
if [ "${1:-}" = --config ] && [ $# -gt 1 ]; then
  if [ ! -d "$2" ]; then
    printf '%s\n' "Error: no such configuration directory: $2" >&2
    exit 1
  fi
  ZOOCFGDIR=$2
  shift 2
fi
ZOOCFGDIR=${ZOOCFGDIR:-$ZOOKEEPER_PREFIX/conf}
# The two files belong to the user and were written for a shell without -u.
case $- in *u*) zookeeper_env_u=yes ;; *) zookeeper_env_u=no ;; esac
set +u -a
for zookeeper_env in "$ZOOCFGDIR/zookeeper-env.sh" "$ZOOCFGDIR/java.env"; do
  # shellcheck disable=SC1090
  [ -r "$zookeeper_env" ] && . "$zookeeper_env"
done
set +a
[ "$zookeeper_env_u" = no ] || set -u
unset zookeeper_env zookeeper_env_u
ZOOCFG=${ZOOCFG:-zoo.cfg}
case $ZOOCFG in
  */*) ;;
  *) ZOOCFG=$ZOOCFGDIR/$ZOOCFG ;;
esac
ZOO_LOG_DIR=${ZOO_LOG_DIR:-$ZOOKEEPER_PREFIX/logs}
# bin/vivarium has what these files set by now, and must not add it twice.
VIVARIUM_SETTINGS=$ZOOCFGDIR
export VIVARIUM_SETTINGS ZOOBINDIR ZOOKEEPER_PREFIX ZOOCFGDIR ZOO_LOG_DIR CLIENT_JVMFLAGS SERVER_JVMFLAGS
