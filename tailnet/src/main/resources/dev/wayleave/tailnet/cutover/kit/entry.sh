while [ $# -gt 0 ]; do
  case $1 in
    --check) check=yes ;;
    --detach) detach=yes ;;
    --any-device) any_device=yes ;;
    --result) ask_result=yes ;;
    --variant | --wait | --state | --auth-key-file | --worker)
      [ $# -ge 2 ] || usage "$1 needs a value."
      case $1 in
        --variant) variant=$2 ;;
        --wait) wait_seconds=$2 ;;
        --state) state=$2 ;;
        --auth-key-file) key_file=$2 ;;
        --worker) worker=$2 ;;
      esac
      shift ;;
    *) usage "$1 is not an option." ;;
  esac
  shift
done
case $variant in flags | prefs) ;; *) usage "--variant is flags or prefs." ;; esac
case $wait_seconds in '' | *[!0-9]* | ???????*) usage "--wait is a number of seconds." ;; esac

if [ -z "${TAILSCALE:-}" ]; then
  TAILSCALE=$(command -v tailscale) || TAILSCALE=/Applications/Tailscale.app/Contents/MacOS/Tailscale
fi
export TAILSCALE

if [ -n "$worker" ]; then
  run=$worker
  log=$run/log
  [ ! -f "$run/auth-key" ] || key_file=$run/auth-key
  work
fi

if [ "$ask_result" = yes ]; then
  [ -f "$state/result" ] || finish 6 no-result
  cat "$state/result"
  exit "$(sed -n 's/.*"exit":\([0-9]*\).*/\1/p' "$state/result")"
fi

prefs=$(read_prefs) || finish 1 no-answer "$TAILSCALE debug prefs gave no settings; is Tailscale running, and may you ask it?"
status=$(read_status) || finish 1 no-answer "$TAILSCALE status gave no answer"
self=$(pick "$status" Self/PublicKey)
case " $DEVICES " in
  '  ' | *" $self "*) ;;
  *) [ "$any_device" = yes ] || finish 7 other-device "this device has the key $self" ;;
esac
current=$(canonical "$(pick "$prefs" ControlURL)")
if [ "$current" = "$(canonical "$TO_URL")" ]; then
  if proven "$TO_URL"; then
    say "this device is at $TO_URL already"
    finish 0 already
  fi
  finish 4 not-online "this device is set to $TO_URL, but is not online there"
fi
if [ "$current" != "$(canonical "$FROM_URL")" ]; then
  finish 2 refused "this device is at $current, not at $FROM_URL"
fi

judge "$prefs" "$status"
if [ "$variant" = prefs ]; then
  # Nothing is repeated, for nothing else is touched.
  flags='' sets='' notes=''
  refused=$(printf '%s' "$refused" | grep -e '^this device' || :)
fi
if [ -n "$refused" ]; then
  say "these settings cannot be repeated by \"tailscale up\"; nothing was changed:"
  printf '%s' "$refused" | sed 's/^/wayleave:   /'
  [ "$variant" = prefs ] || say "--variant prefs changes the control server alone"
  finish 2 refused "$refused"
fi
if [ "$check" = yes ]; then
  say "would move from $current to $TO_URL, repeating:"
  printf '%s%s' "$flags" "$sets" | sed 's/^/wayleave:   /'
  finish 0 can-move "$flags$sets$notes"
fi

if [ "$variant" = prefs ] && ! command -v curl > /dev/null 2>&1; then
  case $("$TAILSCALE" debug --help 2>&1) in
    *localapi\ *) ;;
    *) finish 1 no-localapi "this client has no \"tailscale debug localapi\", and there is no curl" ;;
  esac
fi
umask 077
mkdir -p "$state"
if [ -L "$state" ] || [ ! -O "$state" ]; then finish 1 no-room "$state is not a folder of yours"; fi
chmod 700 "$state"
if ! mkdir "$state/lock" 2> /dev/null; then
  other=$(cat "$state/lock/run" 2> /dev/null)
  if [ -n "$other" ] && [ -f "$other/pid" ] && kill -0 "$(cat "$other/pid")" 2> /dev/null; then
    finish 6 at-work "another run is at work; its log is $other/log"
  fi
  rm -rf "$state/lock"
  mkdir "$state/lock" || finish 6 at-work
fi
run=$state/$(date -u +%Y%m%dT%H%M%SZ)-$$
mkdir "$run"
printf '%s\n' "$run" > "$state/lock/run"
rm -f "$state/result"
log=$run/log
printf '%s' "$flags" > "$run/flags"
printf '%s' "$sets" > "$run/sets"
printf '%s' "$notes" > "$run/notes"
printf '%s\n' "$current" > "$run/from"
[ "$detach" = no ] || printf '%s\n' "$$" > "$run/front"
# The key goes by a file, for arguments are seen by every user of the machine.
if [ -n "${WAYLEAVE_AUTH_KEY:-}" ]; then
  printf '%s\n' "$WAYLEAVE_AUTH_KEY" > "$run/auth-key"
  unset WAYLEAVE_AUTH_KEY
elif [ -n "$key_file" ]; then
  cat "$key_file" > "$run/auth-key" || finish 1 no-key "$key_file cannot be read"
fi
cp "$0" "$run/script" || finish 1 no-script "save this script to a file before running it"
: > "$log"
printf '#!/bin/sh\necho $$ > "$1/pid"\nexec /bin/sh "$1/script" --variant "$2" --wait "$3" --state "$4" --worker "$1" < /dev/null >> "$1/log" 2>&1\n' > "$run/start"
set -- "$run" "$variant" "$wait_seconds" "$state"
started=no
# Of its own unit where there are units: a restart of the daemon ends what was started over its SSH.
if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run > /dev/null 2>&1; then
  if systemd-run --quiet --unit="wayleave-cutover-$$" --setenv="PATH=$PATH" --setenv="TAILSCALE=$TAILSCALE" \
    --setenv="WAYLEAVE_RESTART=${WAYLEAVE_RESTART:-}" --setenv="WAYLEAVE_SOCKET=${WAYLEAVE_SOCKET:-}" \
    /bin/sh "$run/start" "$@" 2>> "$log"; then
    started=yes
  fi
fi
if [ "$started" = no ] && command -v setsid > /dev/null 2>&1; then
  setsid /bin/sh "$run/start" "$@" < /dev/null > /dev/null 2>&1 &
elif [ "$started" = no ]; then
  nohup /bin/sh "$run/start" "$@" < /dev/null > /dev/null 2>&1 &
fi
say "started; the log is $log"
[ "$detach" = no ] || finish 0 started
while [ ! -f "$run/result" ]; do
  if [ -f "$run/pid" ] && ! kill -0 "$(cat "$run/pid")" 2> /dev/null && [ ! -f "$run/result" ]; then
    finish 4 stranded "the detached process ended without a result"
  fi
  nap
done
cat "$log" "$run/result"
exit "$(sed -n 's/.*"exit":\([0-9]*\).*/\1/p' "$run/result")"
