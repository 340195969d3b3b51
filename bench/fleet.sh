#!/usr/bin/env bash
# Measures the coordinator with thousands of clients: a fresh coordinator, its own PostgreSQL, and a fleet
# of our own that is as light as it can be (bench/src/main/java/dev/wayleave/bench/fleet).
#   bench/fleet.sh NODES [PHASE…]      default: register storm restart hold=30 changes=50
# Phases are those of FleetBench; at `restart` the coordinator is stopped and started again.
# WAYLEAVE_HEAP sets the coordinator's heap (here 1g up to 5000 nodes, else 2g), FLEET_HEAP the fleet's,
# JAVA_TOOL_OPTIONS reaches the coordinator, BENCH_LOG names a file that keeps its log; bench/keys.sh says
# what BENCH_KEYS and BENCH_POLICY do.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
. "$root/bench/keys.sh"
wayleave_find_jdk "$root"
[ $# -ge 1 ] || { echo "usage: bench/fleet.sh NODES [PHASE…]" >&2; exit 1; }
nodes=$1
shift
[ $# -gt 0 ] || set -- register storm restart hold=30 changes=50
work=$(mktemp -d "${TMPDIR:-/tmp}/wayleave-bench.XXXXXX")
log=${BENCH_LOG:-$work/server.log}
: > "$log"
server=
fleet=
finish() {
  [ -z "$fleet" ] || kill "$fleet" 2>/dev/null || true
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
java_options=${JAVA_TOOL_OPTIONS:-}
unset JAVA_TOOL_OPTIONS

classpath=$work/classpath
"$root/mvnw" ${MAVEN_OFFLINE:+-o} -q -Pbench -Dwayleave.quick -DskipTests -Dspotless.check.skip=true package -pl bench -am \
  dependency:build-classpath -Dmdep.outputFile="$classpath" >&2
"$root/wayleave" help > "$work/help" # builds what is missing, outside the measurement
if [ "$nodes" -gt 5000 ]; then heap=2g; else heap=1g; fi
export WAYLEAVE_DATA=$work/data WAYLEAVE_HEAP=${WAYLEAVE_HEAP:-$heap} WAYLEAVE_STUN_LISTEN=off
# All come from one address here.
export WAYLEAVE_CONTROL_HANDSHAKES_PER_ADDRESS=100000 WAYLEAVE_CONTROL_HANDSHAKES_WAITING=20000
export WAYLEAVE_CONTROL_HANDSHAKE_DEADLINE=60S
export WAYLEAVE_HTTP_CONNECTIONS=30000 WAYLEAVE_HTTP_CONNECTIONS_PER_ADDRESS=30000
export WAYLEAVE_HTTP_HEAD_DEADLINE=1M

serve() { # LISTEN
  : > "$work/ready"
  ${java_options:+env "JAVA_TOOL_OPTIONS=$java_options"} "$root/wayleave" serve --listen "$1" \
    > "$work/ready" 2>> "$log" &
  server=$!
  until grep -q 'ready at' "$work/ready"; do
    kill -0 "$server" 2>/dev/null || { tail -n 5 "$log" >&2; exit 1; }
    sleep 0.1
  done
  url=$(sed -n 's/.*ready at //p' "$work/ready")
}
usage() { # WHEN
  ticks=$(awk '{ print $14 + $15 }' "/proc/$server/stat")
  database=$(head -n 1 "$work/data/pg/postmaster.pid")
  echo "coordinator $1: $(awk -v t="$ticks" 'BEGIN { printf "%.1f", t / 100 }') CPU s," \
    "$(awk '/VmHWM/ { printf "%d MiB at most", $2 / 1024 }' "/proc/$server/status")," \
    "heap $WAYLEAVE_HEAP, database $(awk '/VmRSS/ { printf "%d MiB", $2 / 1024 }' "/proc/$database/status")"
}
serve 127.0.0.1:0
keys=$(bench_keys 2> "$work/keys.log") || { cat "$work/keys.log" >&2; exit 1; }
: > "$work/fleet"
export WAYLEAVE="$root/wayleave"
# The keys stand among the arguments, which everybody on the machine can read: they end with it.
"$JAVA_HOME/bin/java" -Xmx"${FLEET_HEAP:-2g}" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
  -cp "$root/bench/target/classes:$(cat "$classpath")" \
  dev.wayleave.bench.fleet.FleetBench "$url" "$keys" "$nodes" "$@" > "$work/fleet" &
fleet=$!
restarts=0
shown=0
while kill -0 "$fleet" 2>/dev/null; do
  lines=$(wc -l < "$work/fleet")
  [ "$lines" -le "$shown" ] || { tail -n +$((shown + 1)) "$work/fleet" | head -n $((lines - shown)); shown=$lines; }
  asked=$(grep -c '^restart the server' "$work/fleet" || true)
  if [ "$asked" -gt "$restarts" ]; then
    restarts=$asked
    usage "before the restart"
    kill "$server"
    wait "$server" || true
    serve "${url#http://}"
    echo "the coordinator is ready again"
  fi
  sleep 0.2
done
status=0
wait "$fleet" || status=$?
fleet=
tail -n +$((shown + 1)) "$work/fleet"
usage "in the end"
grep -cE '"level":"(WARN|ERROR)"' "$log" | sed "s/\$/ warnings and errors in its log/" >&2 || true
exit "$status"
