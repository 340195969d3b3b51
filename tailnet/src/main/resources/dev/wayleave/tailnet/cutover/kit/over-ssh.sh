#!/bin/sh
# Starts the scripts of a wave on its devices over Tailscale SSH, or asks how they ended.
#
# Usage: sh DIRECTION.sh WAVE.tsv [start|result] [-- OPTIONS OF THE SCRIPT]
# Environment: WAYLEAVE_SSH (default: tailscale ssh), WAYLEAVE_USER (default: root)
# Last line of output: one JSON object. Exit status: 0 all did, 1 usage, 3 some did not.
#
# The session may end while a device moves; what was started there goes on without it, and goes back
# by itself where the other side is not reached. So first start, then, after a while, result.
# Run it on a device that moves last: "tailscale ssh" trusts the host keys that a control server told,
# and the new one knows none of devices that have not moved.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
direction=$(basename "$0" .sh)
wave=${1:-}
verb=${2:-start}
if [ ! -f "$wave" ]; then
  echo "wayleave: name a file of waves/ as the first argument." >&2
  exit 1
fi
case $verb in
  start | result) ;;
  *)
    echo "wayleave: the second argument is start or result." >&2
    exit 1 ;;
esac
shift
[ $# -eq 0 ] || shift
[ "${1:-}" != -- ] || shift
options=
for option in "$@"; do
  # These go through the shell of the other side.
  case $option in
    *[!A-Za-z0-9/._=-]*)
      echo "wayleave: $option: an option of letters, digits and / . _ = - is expected." >&2
      exit 1 ;;
  esac
  options="$options $option"
done
ssh=${WAYLEAVE_SSH:-tailscale ssh}
user=${WAYLEAVE_USER:-root}
done_count=0
failed_count=0
skipped_count=0
tab=$(printf '\t')
while IFS="$tab" read -r address name group kind <&3; do
  case $address in '#'*) continue ;; esac
  case $name$group$address in
    *[!a-z0-9.:-]* | -*)
      echo "wayleave: $wave is not a file of this kit." >&2
      exit 1 ;;
  esac
  if [ "$kind" != sh ] || [ "$address" = - ]; then
    echo "wayleave: $name: skipped, for it is not moved by this script"
    skipped_count=$((skipped_count + 1))
    continue
  fi
  if [ "$verb" = start ]; then
    # shellcheck disable=SC2086 # a command with its options
    answer=$($ssh "$user@$address" \
      "umask 077; d=\$(mktemp -d) || exit 1; cat > \"\$d/script\" && sh \"\$d/script\" --detach$options; s=\$?; rm -rf \"\$d\"; exit \$s" \
      < "$here/../scripts/$group/$direction.sh" 2>&1)
  else
    # shellcheck disable=SC2086
    answer=$($ssh "$user@$address" 'cat "${WAYLEAVE_STATE:-/var/tmp/wayleave-cutover-$(id -u)}/result"' < /dev/null 2>&1)
  fi
  answer=$(printf '%s\n' "$answer" | tail -n 1 | tr -d '\000-\037\177')
  case $answer in
    '{"result":'*'"exit":0,'*) done_count=$((done_count + 1)) ;;
    *) failed_count=$((failed_count + 1)) ;;
  esac
  echo "wayleave: $name: $answer"
done 3< "$wave"
printf '{"result":"%s","done":%s,"failed":%s,"skipped":%s}\n' "$verb" "$done_count" "$failed_count" "$skipped_count"
[ "$failed_count" -eq 0 ] || exit 3
