# Sourced by scripts that start a coordinator: makes the pre-auth keys with which clients come, and sets
# the policy that they come under.
#   keys=$(bench_keys)
# By default all come as one user. With BENCH_KEYS=policy they come in turn as ten users (u1 … u10) and
# with five tags; BENCH_POLICY names a policy, such as bench/twenty-rules.hujson.
bench_keys() {
  if [ "${BENCH_KEYS:-}" = policy ]; then
    users="u1 u2 u3 u4 u5 u6 u7 u8 u9 u10"
    tags="web db mon ci app"
  else
    users=load
    tags=
  fi
  for user in $users; do "$root/wayleave" users create "$user" >&2; done
  [ -z "${BENCH_POLICY:-}" ] || "$root/wayleave" policy set --file "$BENCH_POLICY" >&2
  {
    for user in $users; do
      "$root/wayleave" preauthkeys create --user "$user" --reusable --expiration 24h
    done
    for tag in $tags; do
      "$root/wayleave" preauthkeys create --tags "tag:$tag" --reusable --expiration 24h
    done
  } | paste -sd, -
}
