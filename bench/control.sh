#!/usr/bin/env bash
# Measures the control protocol: a fresh coordinator, its own PostgreSQL, and a load generator against it.
#   bench/control.sh GENERATOR NODES [OPTIONS…]
# GENERATOR is any program that plays NODES clients and takes these options:
#   --server URL --authkey KEY --nodes N --pid PID,PID --label NAME [OPTIONS…]
# --pid names the processes whose CPU time and memory count: the coordinator and its database.
# WAYLEAVE_HEAP sets the heap's limit (here 512m), JAVA_TOOL_OPTIONS reaches the coordinator,
# BENCH_LOG names a file that keeps its log; bench/keys.sh says what BENCH_KEYS and BENCH_POLICY do.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/keys.sh"
[ $# -ge 2 ] || { echo "usage: bench/control.sh GENERATOR NODES [OPTIONS…]" >&2; exit 1; }
generator=$1
nodes=$2
shift 2
work=$(mktemp -d "${TMPDIR:-/tmp}/wayleave-bench.XXXXXX")
log=${BENCH_LOG:-$work/server.log}
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
java_options=${JAVA_TOOL_OPTIONS:-}
unset JAVA_TOOL_OPTIONS

"$root/wayleave" help > "$work/help" # builds what is missing, outside the measurement
export WAYLEAVE_DATA=$work/data WAYLEAVE_HEAP=${WAYLEAVE_HEAP:-512m} WAYLEAVE_STUN_LISTEN=off
${java_options:+env "JAVA_TOOL_OPTIONS=$java_options"} "$root/wayleave" serve --listen 127.0.0.1:0 > "$work/ready" 2> "$log" &
server=$!
until grep -q 'ready at' "$work/ready"; do
  kill -0 "$server" 2>/dev/null || { tail -n 5 "$log" >&2; exit 1; }
  sleep 0.2
done
url=$(sed -n 's/.*ready at //p' "$work/ready")
keys=$(bench_keys 2> "$work/keys.log") || { cat "$work/keys.log" >&2; exit 1; }
database=$(head -n 1 "$work/data/pg/postmaster.pid")
grep '^VmRSS' "/proc/$server/status" | sed 's/VmRSS: */coordinator before: /' >&2
status=0
"$generator" --server "$url" --authkey "$keys" --nodes "$nodes" \
  --pid "$server,$database" --label wayleave "$@" || status=$?
grep '^VmRSS\|^VmHWM' "/proc/$server/status" | sed 's/^/coordinator after: /' >&2
grep -cE '"level":"(WARN|ERROR)"' "$log" | sed "s/\$/ warnings and errors in its log/" >&2 || true
exit "$status"
