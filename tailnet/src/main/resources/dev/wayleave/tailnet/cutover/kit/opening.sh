# Everything above was filled in by the kit; what follows is the same in every script of it.
#
# Usage: sh SCRIPT [--check] [--detach] [--variant flags|prefs] [--wait SECONDS] [--state DIR]
#                  [--auth-key-file FILE] [--any-device] | --result
#   --check          read and judge only; nothing is stopped
#   --detach         start, and return at once; ask with --result how it ended
#   --variant flags  tailscale down, then tailscale up with all settings repeated (the usual one)
#   --variant prefs  change ControlURL alone through LocalAPI, then restart the daemon
#   --wait SECONDS   how long the other side may take before this device goes back by itself (60)
#   --state DIR      where the log and the result are kept
#   --any-device     do not ask whether this script is meant for this device
# Environment: TAILSCALE (the command), WAYLEAVE_RESTART (a command that restarts the daemon),
#   WAYLEAVE_AUTH_KEY or WAYLEAVE_AUTH_KEY_FILE (only where a login is needed).
# Last line of output: one JSON object. Exit status:
#   0 it is on the new side, or was already      4 neither side was reached: someone must look
#   1 it could not be tried                      5 Tailscale refused; nothing changed
#   2 a setting cannot be reproduced; untouched  6 another run is at work
#   3 the new side was not reached; it is back   7 this script is meant for another device
# No control server is ever told to forget this device, and no key of it is given up.

set -u
LC_ALL=C
export LC_ALL
US=$(printf '\037')
NL='
'
check=no detach=no variant=flags wait_seconds=60 any_device=no ask_result=no worker=
state=${WAYLEAVE_STATE:-/var/tmp/wayleave-cutover-$(id -u)}
key_file=${WAYLEAVE_AUTH_KEY_FILE:-}

usage() {
  say "$1 The options are explained at the head of this script."
  finish 1 usage
}

say() { printf '%s\n' "wayleave: $1"; }

# Text as a JSON string.
json() {
  printf '"%s"' "$(printf '%s' "$1" | tr '\n\r\t' '   ' | tr -d '\000-\037\177' | sed 's/[\\"]/\\&/g')"
}

# A list of lines as a JSON array of strings.
json_list() {
  list=
  while IFS= read -r item; do
    [ -z "$item" ] || list="${list:+$list,}$(json "$item")"
  done
  printf '[%s]' "$list"
}

result_line() { # STATUS RESULT [DETAILS]
  printf '{"result":%s,"exit":%s,"direction":%s,"from":%s,"to":%s,"group":%s,"variant":%s,"details":%s,"log":%s}\n' \
    "$(json "$2")" "$1" "$(json "$DIRECTION")" "$(json "$FROM_URL")" "$(json "$TO_URL")" \
    "$(json "$GROUP")" "$(json "$variant")" "$(printf '%s\n' "${3:-}" | json_list)" "$(json "${log:-}")"
}

# Ends what is in front of the person; the worker ends by conclude.
finish() {
  result_line "$@"
  exit "$1"
}

