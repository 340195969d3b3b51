#!/usr/bin/env bash
# Measures three replicas on one external PostgreSQL, behind a forwarder of TCP connections.
#   bench/replicas.sh GENERATOR NODES [OPTIONS…]
# GENERATOR is the program that bench/control.sh speaks of. With BENCH_KILL_AFTER=SECONDS one replica
# is killed (kill -9) so long after the generator began to hold all nodes, which a phase of it has to
# outlast; BENCH_REPLICAS sets another number of replicas, WAYLEAVE_HEAP the heap's limit of each
# (here 384m), JAVA_TOOL_OPTIONS reaches the replicas, BENCH_LOG names a folder that keeps their logs.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
wayleave_find_jdk "$root"
[ $# -ge 2 ] || { echo "usage: bench/replicas.sh GENERATOR NODES [OPTIONS…]" >&2; exit 1; }
generator=$1
nodes=$2
shift 2
count=${BENCH_REPLICAS:-3}
work=$(mktemp -d "${TMPDIR:-/tmp}/wayleave-bench.XXXXXX")
logs=${BENCH_LOG:-$work}
mkdir -p "$logs"
replicas=()
watcher=
finish() {
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true
  for replica in "${replicas[@]}"; do kill "$replica" 2>/dev/null || true; done
  for replica in "${replicas[@]}"; do wait "$replica" 2>/dev/null || true; done
  exec 8>&- 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
java_options=${JAVA_TOOL_OPTIONS:-}
unset JAVA_TOOL_OPTIONS

[ -n "${BENCH_CLASSPATH:-}" ] || {
  "$root/mvnw" -q -Pbench -Dwayleave.quick -DskipTests package -pl bench -am dependency:build-classpath \
    -Dmdep.outputFile="$work/classpath" >&2
  BENCH_CLASSPATH=$(cat "$work/classpath")
}
"$root/wayleave" help > "$work/help" # builds what is missing, outside the measurement

mkfifo "$work/orders"
"$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -cp "$root/bench/target/classes:$BENCH_CLASSPATH" \
  dev.wayleave.bench.ReplicaGround "$work/ground" < "$work/orders" > "$work/ground.line" 2> "$logs/ground.log" &
ground=$!
exec 8> "$work/orders"
until [ -s "$work/ground.line" ]; do
  kill -0 "$ground" 2>/dev/null || { tail -n 5 "$logs/ground.log" >&2; exit 1; }
  sleep 0.1
done
read -r db_url db_user db_password database port < "$work/ground.line"
url=http://127.0.0.1:$port
export WAYLEAVE_DB_URL=$db_url WAYLEAVE_DB_USER=$db_user WAYLEAVE_DB_PASSWORD=$db_password
export WAYLEAVE_HEAP=${WAYLEAVE_HEAP:-384m} WAYLEAVE_STUN_LISTEN=off WAYLEAVE_METRICS_LISTEN=off
# All clients come from one address here, the forwarder's.
export WAYLEAVE_HTTP_CONNECTIONS_PER_ADDRESS=100000 WAYLEAVE_CONTROL_HANDSHAKES_PER_ADDRESS=100000

ports=()
for number in $(seq "$count"); do
  env ${java_options:+"JAVA_TOOL_OPTIONS=$java_options"} "WAYLEAVE_DATA=$work/data-$number" \
    "$root/wayleave" serve --listen 127.0.0.1:0 --server-url "$url" \
    > "$work/ready-$number" 2> "$logs/replica-$number.log" &
  replicas+=($!)
done
for number in $(seq "$count"); do
  until grep -q 'ready at' "$work/ready-$number"; do
    kill -0 "${replicas[$((number - 1))]}" 2>/dev/null || { tail -n 5 "$logs/replica-$number.log" >&2; exit 1; }
    sleep 0.2
  done
  ports+=("$(sed -n 's/.*ready at .*:\([0-9]*\)$/\1/p' "$work/ready-$number")")
done
echo "${ports[*]}" >&8

export WAYLEAVE_DATA=$work/data-1
"$root/wayleave" users create load > "$work/user"
"$root/wayleave" preauthkeys create --user load --reusable --expiration 24h > "$work/key"
pids=$(IFS=,; echo "${replicas[*]},$database")

descriptors() { # PID… -> how many they have open together
  total=0
  for pid in "$@"; do total=$((total + $(ls "/proc/$pid/fd" | wc -l))); done
  echo "$total"
}
if [ -n "${BENCH_KILL_AFTER:-}" ]; then
  victim=${replicas[$((count - 1))]}
  others=("${replicas[@]:0:$((count - 1))}")
  none=$(descriptors "$victim")
  (
    # All nodes hold their streams once nobody opens another.
    before=-1
    while :; do
      now=$(descriptors "$victim")
      [ "$now" -gt $((none + nodes / count / 2)) ] && [ "$now" = "$before" ] && break
      before=$now
      sleep 2
    done
    sleep "$BENCH_KILL_AFTER"
    lost=$(($(descriptors "$victim") - none))
    all=$(($(descriptors "${others[@]}") + lost))
    echo "$(date +%T) killing one of $count replicas with $lost connections" >&2
    kill -9 "$victim"
    begun=$(date +%s%N)
    # Connections to the database are among them, up to twelve of each replica's pool.
    until [ "$(descriptors "${others[@]}")" -ge $((all - 12)) ]; do sleep 0.1; done
    echo "as many connections as before, but 12, are at the others after $((($(date +%s%N) - begun) / 1000000)) ms" >&2
  ) 8>&- &
  watcher=$!
fi

status=0
"$generator" --server "$url" --authkey "$(cat "$work/key")" --nodes "$nodes" \
  --pid "$pids" --label "wayleave, $count replicas" "$@" 8>&- || status=$?
for number in $(seq "$count"); do
  replica=${replicas[$((number - 1))]}
  [ ! -d "/proc/$replica" ] || grep '^VmRSS\|^VmHWM' "/proc/$replica/status" | sed "s/^/replica $number after: /" >&2
  awk -v n="$number" '{ print "replica " n ", CPU seconds after: " ($14 + $15) / 100 }' "/proc/$replica/stat" >&2 2>/dev/null || true
  echo "replica $number: $(grep -cE '"level":"(WARN|ERROR)"' "$logs/replica-$number.log" || true) warnings and errors in its log" >&2
done
exit "$status"
