#!/usr/bin/env bash
# Measures inspect, plan, apply, second apply, verify and rollback on generated Headscale databases.
#   bench/run.sh [NODES…]      default: 1000 10000 100000
# Prints a Markdown table; needs what ./wayleave needs and GNU time (/usr/bin/time).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
wayleave_find_jdk "$root"
[ $# -gt 0 ] || set -- 1000 10000 100000
work=$(mktemp -d "${TMPDIR:-/tmp}/wayleave-bench.XXXXXX")
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT

"$root/mvnw" -q -Pbench -Dwayleave.quick -DskipTests package -pl bench -am dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2
classpath=$root/bench/target/classes:$(cat "$work/classpath")
"$root/wayleave" help > "$work/help" # builds what is missing, outside the measurement

timed() { # COMMAND… -> "seconds, peak MiB" of the command
  /usr/bin/time -o "$work/time" -f '%e %M' "$@" > "$work/out" 2> "$work/err" || {
    status=$?
    [ "$status" -eq 2 ] || { cat "$work/err" >&2; exit 1; }
  }
  # The figures stand on the last line: GNU time puts a remark before them after status 2.
  tail -n 1 "$work/time" | awk '{ printf "%.1f s, %d MiB", $1, $2 / 1024 }'
}

echo "| nodes | inspect -o json | plan | apply | apply again | verify | rollback | coordinator's peak |"
echo "|---:|---:|---:|---:|---:|---:|---:|---:|"
for nodes in "$@"; do
  source=headscale+sqlite:$work/$nodes.sqlite
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    dev.wayleave.bench.GenerateHeadscale "$work/$nodes.sqlite" "$nodes"
  export WAYLEAVE_DATA=$work/data-$nodes
  "$root/wayleave" serve --listen 127.0.0.1:0 > "$work/ready" 2> "$work/server.log" &
  server=$!
  until grep -q 'ready at' "$work/ready"; do
    kill -0 "$server" 2>/dev/null || { tail -n 5 "$work/server.log" >&2; exit 1; }
    sleep 0.2
  done
  inspect=$(timed "$root/wayleave" inspect --from "$source" -o json)
  plan=$(timed "$root/wayleave" plan --from "$source" --to wayleave:)
  apply=$(timed "$root/wayleave" apply --yes --from "$source" --to wayleave:)
  migration=$(sed -n 's/^Applied as migration \(.*\)\.$/\1/p' "$work/out")
  again=$(timed "$root/wayleave" apply --yes --from "$source" --to wayleave:)
  verify=$(timed "$root/wayleave" verify --from "$source" --to wayleave:)
  rollback=$(timed "$root/wayleave" rollback --to wayleave: "$migration")
  peak=$(awk '/VmHWM/ { printf "%d MiB", $2 / 1024 }' "/proc/$server/status")
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
  echo "| $nodes | $inspect | $plan | $apply | $again | $verify | $rollback | $peak |"
done
