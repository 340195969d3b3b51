#!/usr/bin/env bash
# Measures the policy compiler on generated tailnets; prints a Markdown table.
#   bench/policy.sh        what compiling and changes cost
#   bench/policy.sh Diff   what comparing two policies costs
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
wayleave_find_jdk "$root"
classpath=$(mktemp "${TMPDIR:-/tmp}/wayleave-bench.XXXXXX")
trap 'rm -f "$classpath"' EXIT
"$root/mvnw" -q -Pbench -Dwayleave.quick -DskipTests package -pl bench -am dependency:build-classpath \
  -Dmdep.outputFile="$classpath" >&2
"$JAVA_HOME/bin/java" -Xmx2g -cp "$root/bench/target/classes:$(cat "$classpath")" \
  "dev.wayleave.bench.${1:-Policy}Bench"
