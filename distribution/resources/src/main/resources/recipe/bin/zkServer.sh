#!/usr/bin/env bash
# Takes what ZooKeeper's zkServer.sh takes:
#
#   zkServer.sh [--config DIRECTORY] {start|start-foreground|stop|restart|status|print-cmd|version} [CONFIG]
#
# CONFIG is a file, or the name of one in the configuration directory; without it zoo.cfg. Variables: those of `vivarium`, and
#
#   ZOOCFGDIR, ZOOCFG                         the configuration directory and the file's name in it
#   ZOOPIDFILE                                where `start` notes the process id (unset: zookeeper_server.pid in dataDir)
#   ZOO_LOG_DIR                               where `start` puts the server's output (unset: logs/)
#   ZOO_NOEXEC                                start-foreground stays as the parent of the server
#   CLIENT_JVMFLAGS                           with -Dzookeeper.ssl.*, what `status` asks an encrypted port with (unset: the server's own)
#   JMXPORT, JMXHOSTNAME, JMXAUTH, JMXSSL, JMXLOCALONLY, JMXDISABLE   the JVM's JMX agent
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
home=${bin%/bin}

usage() {
  printf '%s\n' "Usage: $0 [--config <conf-dir>] {start|start-foreground|stop|version|restart|status|print-cmd} [config file]" >&2
  exit 1
}

if [ "${1:-}" = --config ]; then
  [ -d "${2:-}" ] || {
    printf '%s\n' "Error: no such configuration directory: ${2:-}" >&2
    exit 1
  }
  export ZOOCFGDIR=$2
  shift 2
fi
command=${1:-}
export ZOOCFGDIR=${ZOOCFGDIR:-$home/conf}
# As the server would see them: these files may set ZOO_LOG_DIR, ZOOPIDFILE, JMXPORT and the rest.
set +u -a
for settings in "$ZOOCFGDIR/zookeeper-env.sh" "$ZOOCFGDIR/java.env"; do
  # shellcheck disable=SC1090
  [ -r "$settings" ] && . "$settings"
done
set -u +a
# bin/vivarium has all of it by now: reading them once more would add options twice, and take back those of JMX.
export VIVARIUM_SETTINGS=$ZOOCFGDIR
config=${2:-${ZOOCFG:-zoo.cfg}}
case $config in
  */*) ;;
  *)
    if [ -f "$ZOOCFGDIR/$config" ] || [ ! -f "$config" ]; then
      config=$ZOOCFGDIR/$config
    fi
    ;;
esac
export ZOO_LOG_DIR=${ZOO_LOG_DIR:-$home/logs}

# The value of a key in the configuration, as the last line that sets it has it.
setting() {
  sed -n "s/^[[:space:]]*$1[[:space:]]*[=:][[:space:]]*\(.*\)\$/\1/p" "$config" 2>/dev/null | tr -d '\r' | sed 's/[[:space:]]*$//' | tail -n 1
}

data_dir=$(setting dataDir)
pid_file=${ZOOPIDFILE:-${data_dir:+$data_dir/zookeeper_server.pid}}
pid_file=${pid_file:-$home/data/zookeeper_server.pid}

# The number of this server: of the configuration, else of the file myid.
server_number() {
  local id
  id=$(setting myid)
  if [ -z "$id" ] && [ -r "$data_dir/myid" ]; then
    id=$(tr -d '[:space:]' <"$data_dir/myid")
  fi
  printf '%s' "$id"
}

# The port and the host on which the server's clients are served, and whether it takes TLS only: the plain one, of clientPort or of the
# server's own line, else the encrypted one.
client_address() {
  port=$(setting clientPort)
  host=$(setting clientPortAddress)
  secure=false
  case $port in
    *[!0-9]* | 0) port= ;;
  esac
  local id own dynamic
  id=$(server_number)
  if [ -z "$port" ] && [ -n "$id" ]; then
    own=$(setting "server\\.$id")
    if [ -z "$own" ]; then
      dynamic=$(setting dynamicConfigFile)
      own=$([ -n "$dynamic" ] && config=$dynamic && setting "server\\.$id")
    fi
    case $own in
      *\;*)
        own=${own##*;}
        port=${own##*:}
        [ "$own" = "$port" ] || host=${own%:*}
        ;;
    esac
  fi
  local encrypted
  encrypted=$(setting secureClientPort)
  if [ -z "$port" ] && [ -n "$encrypted" ]; then
    port=$encrypted
    host=$(setting secureClientPortAddress)
    secure=true
  elif [ -z "$encrypted" ] && [ -n "$(setting 'tls\.certificate')" ] && [ "$(setting 'client\.portUnification')" != true ]; then
    secure=true
  fi
  case ${host:-} in
    '' | 0.0.0.0 | :: | \[::\] | \*) host=localhost ;;
  esac
  host=${host#[}
  host=${host%]}
}

# Sends a four-letter word and prints the answer; fails when nobody listens.
ask() {
  (
    exec 3<>"/dev/tcp/$host/$port" || exit 1
    printf '%s' "$1" >&3
    if command -v timeout >/dev/null; then
      timeout 5 cat <&3
    else
      cat <&3
    fi
  ) 2>/dev/null
}

# The same at an encrypted port, with the stores of CLIENT_JVMFLAGS as ZooKeeper's script, or else with those of the server. What is wrong
# is said on standard error.
ask_encrypted() {
  "$bin/vivarium" apache FourLetterWordMain "$host" "$port" "$1" true "$config"
}

# Whether there is a server of that process id. One of another user cannot be signalled, which is not to be taken for none; what the process
# runs tells whether it is a server, or only got the id of one that is long gone.
alive() {
  local said
  said=$(
    export LC_ALL=C
    kill -0 "$1" 2>&1
  ) && return 0
  case $said in
    *'not permitted'*) [ ! -r "/proc/$1/cmdline" ] || tr '\0' ' ' <"/proc/$1/cmdline" | grep -q java ;;
    *) return 1 ;;
  esac
}

running() {
  [ -f "$pid_file" ] && { [ ! -r "$pid_file" ] || alive "$(cat "$pid_file")"; }
}

require_config() {
  [ -r "$config" ] || {
    printf '%s\n' "Error: cannot read the configuration $config. Name another as the last argument or with --config." >&2
    exit 1
  }
}

add_jmx_options() {
  if [ "${JMXDISABLE:-false}" = true ] || [ -z "${JMXPORT:-}" ]; then
    return
  fi
  local jmx=-Dcom.sun.management.jmxremote
  SERVER_JVMFLAGS="$jmx $jmx.port=$JMXPORT $jmx.rmi.port=$JMXPORT $jmx.authenticate=${JMXAUTH:-false} $jmx.ssl=${JMXSSL:-false} $jmx.local.only=${JMXLOCALONLY:-false}${JMXHOSTNAME:+ -Djava.rmi.server.hostname=$JMXHOSTNAME}${SERVER_JVMFLAGS:+ $SERVER_JVMFLAGS}"
  export SERVER_JVMFLAGS
}

start() {
  require_config
  printf 'Starting zookeeper ... '
  if running; then
    if [ -r "$pid_file" ]; then
      printf '%s\n' "already running as process $(cat "$pid_file")."
    else
      printf '%s\n' "FAILED: cannot read $pid_file; another user's server may be running."
    fi
    exit 1
  fi
  if ! mkdir -p "$ZOO_LOG_DIR" "$(dirname -- "$pid_file")"; then
    printf '%s\n' "FAILED: the server's output goes to $ZOO_LOG_DIR, its process id to $pid_file"
    exit 1
  fi
  add_jmx_options
  local output pid tenths
  output=$ZOO_LOG_DIR/zookeeper-${USER:-$(id -un)}-server-$(hostname).out
  nohup "$bin/vivarium" server "$config" >"$output" 2>&1 </dev/null &
  pid=$!
  if ! { printf '%s\n' "$pid" >"$pid_file"; } 2>/dev/null; then
    # Nobody could stop it: it shall not run.
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    [ ! -f "$pid_file" ] || rm -f "$pid_file" 2>/dev/null
    printf '%s\n' "FAILED TO WRITE PID: cannot write $pid_file (ZOOPIDFILE, or in dataDir); the server was stopped again"
    exit 1
  fi
  # Long enough to see a configuration refused; a server that answers earlier ends the wait.
  client_address
  for ((tenths = 0; tenths < 30; tenths++)); do
    if ! kill -0 "$pid" 2>/dev/null; then
      rm -f "$pid_file"
      printf 'FAILED TO START. The end of %s:\n' "$output"
      tail -n 5 "$output"
      exit 1
    fi
    if [ -n "$port" ] && ask srvr >/dev/null; then
      break
    fi
    sleep 0.1
  done
  echo STARTED
}

stop() {
  printf 'Stopping zookeeper ... '
  if [ ! -f "$pid_file" ]; then
    printf '%s\n' "no zookeeper to stop (could not find file $pid_file)"
    return 0
  fi
  local pid
  if [ ! -r "$pid_file" ]; then
    printf '%s\n' "FAILED: user ${USER:-$(id -un)} cannot read $pid_file; a server may go on."
    return 1
  fi
  pid=$(cat "$pid_file")
  if ! kill "$pid" 2>/dev/null && alive "$pid"; then
    printf '%s\n' "FAILED: process $pid may not be stopped by user ${USER:-$(id -un)}; it goes on, and so does $pid_file."
    return 1
  fi
  # Until it is gone: what follows may want its ports and the lock on its data.
  local tenths
  for ((tenths = 0; tenths < 300; tenths++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then
    printf '%s\n' "process $pid is still there after 30 seconds."
    return 1
  fi
  rm -f "$pid_file"
  echo STOPPED
}

status() {
  require_config
  client_address
  if [ -z "$port" ]; then
    printf '%s\n' "Client port not found in $config: it has no clientPort, no line of this server that ends in a port, and no secureClientPort. Ask with $bin/vivarium status --server HOST:PORT" >&2
    exit 1
  fi
  echo "Client port found: $port. Client address: $host. Client SSL: $secure."
  local answer mode
  if [ "$secure" = true ]; then
    if [ ! -d "$bin/../lib/tools" ]; then
      printf '%s\n' "This distribution has no tools that could ask an encrypted port; vivarium health with the configuration says whether the server is alive." >&2
      exit 1
    fi
    answer=$(ask_encrypted srvr)
  else
    answer=$(ask srvr)
  fi
  mode=$(printf '%s\n' "$answer" | grep '^Mode: ')
  if [ -n "$mode" ]; then
    printf '%s\n' "$mode"
  elif [ -n "$answer" ]; then
    printf '%s\n' "$answer"
    exit 1
  else
    echo 'Error contacting service. It is probably not running.'
    if [ "$secure" = true ]; then
      printf '%s\n' "To ask with other certificates: $bin/vivarium status --config $config --tls-trust FILE --tls-key FILE" >&2
    fi
    exit 1
  fi
}

case $command in
  start | start-foreground | restart | status | print-cmd | stop) echo "Using config: $config" >&2 ;;
esac

case $command in
  start) start ;;
  start-foreground)
    require_config
    add_jmx_options
    if [ -n "${ZOO_NOEXEC:-}" ]; then
      "$bin/vivarium" server "$config"
    else
      exec "$bin/vivarium" server "$config"
    fi
    ;;
  print-cmd)
    add_jmx_options
    "$bin/vivarium" --print-command server "$config"
    ;;
  stop) stop ;;
  restart)
    stop && start
    ;;
  status) status ;;
  version) exec "$bin/vivarium" version --zookeeper ;;
  *) usage ;;
esac
