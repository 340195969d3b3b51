#!/usr/bin/env bash
# Opens many useless connections to a fresh coordinator and measures what it takes and whom it serves.
#   bench/hostile.sh [CONNECTIONS [SECONDS]]      default: 10000 30
# A fifth each: silent, a dripping head of HTTP, Noise without anything inside, idle HTTP/2, half the
# headers of a request. Both ends need a file descriptor for each (ulimit -n).
# WAYLEAVE_HEAP sets the heap's limit (here 512m).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
wayleave_find_jdk "$root"
work=$(mktemp -d "${TMPDIR:-/tmp}/wayleave-bench.XXXXXX")
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT

"$root/mvnw" -q -Pbench -Dwayleave.quick -DskipTests package -pl bench -am dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2
"$root/wayleave" help > "$work/help" # builds what is missing, outside the measurement
export WAYLEAVE_DATA=$work/data WAYLEAVE_HEAP=${WAYLEAVE_HEAP:-512m} WAYLEAVE_STUN_LISTEN=off
# All come from one address here, and shall stay for as long as is measured.
export WAYLEAVE_CONTROL_HANDSHAKES_PER_ADDRESS=100000
export WAYLEAVE_HTTP_CONNECTIONS=100000 WAYLEAVE_HTTP_CONNECTIONS_PER_ADDRESS=100000
export WAYLEAVE_HTTP_HEAD_DEADLINE=30M
"$root/wayleave" serve --listen 127.0.0.1:0 > "$work/ready" 2> "$work/server.log" &
server=$!
until grep -q 'ready at' "$work/ready"; do
  kill -0 "$server" 2>/dev/null || { tail -n 5 "$work/server.log" >&2; exit 1; }
  sleep 0.2
done
url=$(sed -n 's/.*ready at //p' "$work/ready")

memory() { # WHEN -> the heap in use after a collection, and the whole process
  "$JAVA_HOME/bin/jcmd" "$server" GC.run > /dev/null
  heap=$("$JAVA_HOME/bin/jcmd" "$server" GC.heap_info | sed -n 's/.*used \([0-9]*K\).*/\1/p' | head -n 1)
  rss=$(awk '/VmRSS/ { printf "%d MiB", $2 / 1024 }' "/proc/$server/status")
  echo "$1: heap in use $heap, whole process $rss, $(ls "/proc/$server/fd" | wc -l) descriptors"
}

memory before
mkfifo "$work/hold"
"$JAVA_HOME/bin/java" -Xmx512m -cp "$root/bench/target/classes:$(cat "$work/classpath")" \
  dev.wayleave.bench.HostileCrowd "$url" "${1:-10000}" "${2:-30}" < "$work/hold" > "$work/crowd" &
crowd=$!
exec 8> "$work/hold"
while kill -0 "$crowd" 2>/dev/null && ! grep -q '^.* connections in' "$work/crowd"; do sleep 0.2; done
memory during
while kill -0 "$crowd" 2>/dev/null && ! grep -q '^held' "$work/crowd"; do sleep 0.2; done
memory "after ${2:-30} s"
exec 8>&-
wait "$crowd"
grep -v '^held' "$work/crowd"
echo "$(grep -cE '"level":"(WARN|ERROR)"' "$work/server.log" || true) warnings and errors in its log"
