#!/usr/bin/env bash
# Moves generated Headscale databases from SQLite to PostgreSQL with `wayleave apply` and with pgloader.
#   bench/databases.sh [NODES…]      default: 10000 100000
# The server is named by PGHOST (a host, not a socket), PGPORT, PGUSER and PGPASSWORD; the role must
# be able to create databases. Prints a Markdown table; needs what ./wayleave needs, psql, pgloader
# and GNU time (/usr/bin/time).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
wayleave_find_jdk "$root"
[ $# -gt 0 ] || set -- 10000 100000
: "${PGHOST:=127.0.0.1}" "${PGPORT:=5432}" "${PGUSER:=$(id -un)}"
export PGHOST PGPORT PGUSER
work=$(mktemp -d "${TMPDIR:-/tmp}/wayleave-bench.XXXXXX")
ours=wayleave_bench_ours_$$
theirs=wayleave_bench_theirs_$$
drop() { psql -qX -d postgres -c "DROP DATABASE IF EXISTS $1 WITH (FORCE)" 2> /dev/null; }
finish() { drop "$ours" || true; drop "$theirs" || true; rm -rf "$work"; }
trap finish EXIT

"$root/mvnw" -q -Pbench -Dwayleave.quick -DskipTests package -pl bench -am dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2
classpath=$root/bench/target/classes:$(cat "$work/classpath")
"$root/wayleave" help > "$work/help" # builds what is missing, outside the measurement

timed() { # COMMAND… -> "seconds MiB" of the command
  /usr/bin/time -o "$work/time" -f '%e %M' "$@" > "$work/out" 2> "$work/err" || {
    cat "$work/out" "$work/err" >&2
    exit 1
  }
  tail -n 1 "$work/time" | awk '{ printf "%.1f %d", $1, $2 / 1024 }'
}

echo "| nodes | wayleave apply | apply again | verify | pgloader | time of pgloader / apply | memory of pgloader / apply |"
echo "|---:|---:|---:|---:|---:|---:|---:|"
for nodes in "$@"; do
  file=$work/$nodes.sqlite
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    dev.wayleave.bench.GenerateHeadscale "$file" "$nodes"
  for database in "$ours" "$theirs"; do
    drop "$database"
    psql -qX -d postgres -c "CREATE DATABASE $database"
  done
  target=headscale+postgres://$PGUSER@$PGHOST:$PGPORT/$ours
  read -r apply apply_memory <<< "$(timed "$root/wayleave" apply --yes --from "headscale+sqlite:$file" --to "$target")"
  read -r again again_memory <<< "$(timed "$root/wayleave" apply --yes --from "headscale+sqlite:$file" --to "$target")"
  read -r verify verify_memory <<< "$(timed "$root/wayleave" verify --from "headscale+sqlite:$file" --to "$target")"
  # Without the cast it stops at the defaults of Headscale's truth values.
  cat > "$work/pgloader.load" << LOAD
LOAD DATABASE FROM sqlite://$file
  INTO postgresql://$PGUSER${PGPASSWORD:+:$PGPASSWORD}@$PGHOST:$PGPORT/$theirs
  WITH include drop, create tables, create indexes, reset sequences
  CAST type numeric to boolean drop default using tinyint-to-boolean;
LOAD
  read -r load load_memory <<< "$(timed pgloader "$work/pgloader.load")"
  for table in users nodes; do
    [ "$(psql -qXAt -d "$ours" -c "SELECT count(*) FROM $table")" = \
      "$(psql -qXAt -d "$theirs" -c "SELECT count(*) FROM $table")" ] || {
      echo "the two hold different numbers of $table" >&2
      exit 1
    }
  done
  ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
  echo "| $nodes | $apply s, $apply_memory MiB | $again s, $again_memory MiB | $verify s, $verify_memory MiB | $load s, $load_memory MiB | $(ratio "$load" "$apply") | $(ratio "$load_memory" "$apply_memory") |"
done
