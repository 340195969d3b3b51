# The arguments of a file, one a line, become those of a command.
with_lines() { # FILE COMMAND…
  lines=$1
  shift
  while IFS= read -r line; do
    [ -z "$line" ] || set -- "$@" "$line"
  done < "$lines"
  "$@"
}

# Not every system sleeps for parts of a second.
nap() { sleep 0.5 2> /dev/null || sleep 1; }

# Is it online, by the settings at this server and by its own word? Both: exit statuses and the
# state "Running" say nothing, for clients answer them from memory.
proven() { # URL
  now=$(read_prefs) || return 1
  [ "$(canonical "$(pick "$now" ControlURL)")" = "$(canonical "$1")" ] || return 1
  now=$(read_status) || return 1
  [ "$(pick "$now" Self/Online)" = true ]
}

# Waits for the proof; gives up early where the command that was to bring it has failed.
await() { # URL SECONDS [PID]
  until_second=$(($(date +%s) + $2))
  while [ "$(date +%s)" -lt "$until_second" ]; do
    if proven "$1"; then return 0; fi
    if [ -n "${3:-}" ] && ! kill -0 "$3" 2> /dev/null; then
      wait "$3" || return 1
      set -- "$1" "$2"
    fi
    nap
  done
  return 1
}

# Brings it up at a server with everything it had, and waits for the proof.
up_at() { # URL
  set -- "$1" --login-server="$1" --accept-risk=lose-ssh,mac-app-connector --timeout="${wait_seconds}s"
  [ -z "$key_file" ] || set -- "$@" --auth-key="file:$key_file"
  goal=$1
  shift
  with_lines "$run/flags" "$TAILSCALE" up "$@" &
  up=$!
  outcome=0
  await "$goal" "$wait_seconds" "$up" || outcome=1
  kill "$up" 2> /dev/null
  wait "$up" 2> /dev/null
  if [ "$outcome" = 0 ] && [ -s "$run/sets" ]; then
    with_lines "$run/sets" briefly "$TAILSCALE" set || say "settings could not be repeated: $(cat "$run/sets")"
  fi
  return "$outcome"
}

down() { briefly "$TAILSCALE" down --accept-risk=lose-ssh; }

# Goes back to where it was, by as little as that takes.
go_back() {
  say "going back to $FROM_NOW"
  if [ "$variant" = prefs ]; then
    patch_prefs "$FROM_NOW" || return 1
    # Where this fails, the daemon may never have been restarted, and is where it was.
    restart_daemon
    await "$FROM_NOW" "$wait_seconds"
  elif [ "$(canonical "$(pick "$(read_prefs)" ControlURL)")" = "$(canonical "$FROM_NOW")" ]; then
    "$TAILSCALE" up &
    up=$!
    await "$FROM_NOW" "$wait_seconds" "$up"
  else
    down
    key_file=
    up_at "$FROM_NOW"
  fi
}

daemon_ids() { { pidof tailscaled || pgrep -x tailscaled; } 2> /dev/null | tr ' ' '\n' | sort; }

restart_daemon() {
  if [ -n "${WAYLEAVE_RESTART:-}" ]; then
    sh -c "$WAYLEAVE_RESTART"
  elif [ -d /run/systemd/system ]; then
    systemctl restart tailscaled
  elif command -v rc-service > /dev/null 2>&1; then
    rc-service tailscale restart
  elif [ -x /etc/init.d/tailscale ]; then
    /etc/init.d/tailscale restart
  elif command -v launchctl > /dev/null 2>&1; then
    launchctl kickstart -k system/com.tailscale.tailscaled
  else
    say "it is not known how the daemon is restarted here; set WAYLEAVE_RESTART"
    return 1
  fi
}

# LocalAPI takes any single setting, but a control server only counts from the next start on.
patch_prefs() { # URL
  body="{\"ControlURL\":$(json "$1"),\"ControlURLSet\":true}"
  case $("$TAILSCALE" debug --help 2>&1) in
    *localapi\ *) briefly "$TAILSCALE" debug localapi PATCH prefs "$body" > /dev/null ;;
    *)
      briefly curl -fsS --max-time "$brief" --unix-socket "${WAYLEAVE_SOCKET:-/var/run/tailscale/tailscaled.sock}" \
        -X PATCH -d "$body" http://local-tailscaled.sock/localapi/v0/prefs > /dev/null ;;
  esac
}

restarted_at() { # URL
  before=$(daemon_ids)
  restart_daemon || return 1
  # Without a new process the old connection would still call itself online.
  if [ -n "$before" ] && [ "$before" = "$(daemon_ids)" ]; then
    say "the daemon was not restarted"
    return 1
  fi
  await "$1" "$wait_seconds"
}

# The settings as they are, with Tailscale's own word for what would be lost: while it runs, it
# refuses another server, but only after it has looked whether all settings are repeated.
rehearse() {
  [ "$(pick "$(read_status)" BackendState)" = Running ] || return 0
  said=$(with_lines "$run/flags" briefly "$TAILSCALE" up --login-server="$TO_URL" \
    --accept-risk=lose-ssh,mac-app-connector --timeout=5s 2>&1)
  case $said in *"can't change --login-server"*) return 0 ;; esac
  # Where it stopped running in between, that was no rehearsal any more.
  [ "$(canonical "$(pick "$(read_prefs)" ControlURL)")" != "$(canonical "$TO_URL")" ] || return 0
  printf '%s\n' "$said"
  return 1
}

conclude() { # STATUS RESULT [DETAILS]
  say "$2"
  result_line "$@" > "$run/result.part"
  [ ! -f "$run/auth-key" ] || rm -f "$run/auth-key"
  cp "$run/result.part" "$state/result"
  rm -f "$state/lock/run"
  rmdir "$state/lock" 2> /dev/null
  mv "$run/result.part" "$run/result"
  exit "$1"
}

# Whoever started this from afar is to hear that it was started, and the answer goes by the connection
# that is about to end.
let_answer_go() {
  [ -f "$run/front" ] || return 0
  patience=20
  while [ "$patience" -gt 0 ] && kill -0 "$(cat "$run/front")" 2> /dev/null; do
    patience=$((patience - 1))
    nap
  done
  sleep 2
}

# The whole of it, in a process that no closed session ends.
work() {
  trap '' HUP INT PIPE
  unset SSH_CLIENT SSH_CONNECTION
  FROM_NOW=$(cat "$run/from")
  let_answer_go
  if [ "$variant" = prefs ]; then
    patch_prefs "$TO_URL" || conclude 5 refused-by-tailscale "LocalAPI did not take another server"
    if restarted_at "$TO_URL"; then conclude 0 moved "$(cat "$run/notes")"; fi
  else
    rehearse || conclude 5 refused-by-tailscale "$said"
    down || { "$TAILSCALE" up & await "$FROM_NOW" "$wait_seconds" $!; conclude 5 refused-by-tailscale "tailscale down failed"; }
    if up_at "$TO_URL"; then conclude 0 moved "$(cat "$run/notes")"; fi
  fi
  say "$TO_URL was not reached in $wait_seconds seconds"
  if go_back; then conclude 3 went-back; fi
  conclude 4 stranded "neither $TO_URL nor $FROM_NOW was reached; the log says why"
}

