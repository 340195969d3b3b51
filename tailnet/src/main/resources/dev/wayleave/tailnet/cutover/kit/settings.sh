# JSON from stdin as lines PATH US KIND US TEXT, one per value; fails on anything that is not JSON.
flatten() {
  awk -v US="$US" '
    function broken() { bad = 1; exit 1 }
    function where(  i, path) {
      path = ""
      for (i = 1; i <= depth; i++) {
        path = path (i > 1 ? "/" : "") (type[i] == "o" ? name[i] : count[i])
      }
      return path
    }
    function value(kind, text) {
      if (depth == 0 ? seen : state[depth] != "value") broken()
      print where() US kind US text
      ended()
    }
    function ended() { if (depth == 0) seen = 1; else state[depth] = "next" }
    function decoded(text,  out, at, hex, code, next_one) {
      out = ""
      while ((at = index(text, "\\")) > 0) {
        out = out substr(text, 1, at - 1)
        next_one = substr(text, at + 1, 1)
        if (next_one == "u") {
          hex = tolower(substr(text, at + 2, 4))
          if (hex !~ /^[0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/) broken()
          code = 16 * (index(DIGITS, substr(hex, 3, 1)) - 1) + index(DIGITS, substr(hex, 4, 1)) - 1
          # Beyond ASCII, and control characters, nothing is passed on to a command.
          if (substr(hex, 1, 2) != "00" || code < 32 || code > 126) { odd = 1; out = out "?" }
          else out = out sprintf("%c", code)
          text = substr(text, at + 6)
        } else if (index("\"\\/", next_one) > 0) {
          out = out next_one
          text = substr(text, at + 2)
        } else if (index("nrtbf", next_one) > 0 && next_one != "") {
          odd = 1
          out = out "?"
          text = substr(text, at + 2)
        } else broken()
      }
      return out text
    }
    BEGIN { DIGITS = "0123456789abcdef" }
    {
      rest = $0
      while (rest != "") {
        if (match(rest, /^[ \t\r]+/)) { rest = substr(rest, RLENGTH + 1); continue }
        c = substr(rest, 1, 1)
        if (c == "\"") {
          if (!match(rest, /^"([^"\\]|\\.)*"/)) broken()
          token = substr(rest, 2, RLENGTH - 2)
          rest = substr(rest, RLENGTH + 1)
          odd = 0
          text = decoded(token)
          if (text ~ /[\001-\037\177]/) { odd = 1; gsub(/[\001-\037\177]/, "?", text) }
          if (depth > 0 && type[depth] == "o" && state[depth] == "key") {
            name[depth] = text
            state[depth] = "colon"
          } else value(odd ? "odd" : "string", text)
          continue
        }
        if (match(rest, /^(true|false|null)/) || match(rest, /^-?[0-9][0-9.eE+-]*/)) {
          text = substr(rest, 1, RLENGTH)
          rest = substr(rest, RLENGTH + 1)
          value("bare", text)
          continue
        }
        rest = substr(rest, 2)
        if (c == "{" || c == "[") {
          if (depth == 0 ? seen : state[depth] != "value") broken()
          depth++
          type[depth] = c == "{" ? "o" : "a"
          state[depth] = c == "{" ? "key" : "value"
          count[depth] = 0
          filled[depth] = 0
          name[depth] = ""
        } else if (c == "}" || c == "]") {
          if (depth == 0 || type[depth] != (c == "}" ? "o" : "a")) broken()
          if (state[depth] != "next" && filled[depth]) broken()
          if (state[depth] != "next" && state[depth] != (c == "}" ? "key" : "value")) broken()
          empty = state[depth] != "next"
          depth--
          if (empty) print where() US "empty" US
          ended()
        } else if (c == ":") {
          if (depth == 0 || state[depth] != "colon") broken()
          state[depth] = "value"
          filled[depth] = 1
        } else if (c == ",") {
          if (depth == 0 || state[depth] != "next") broken()
          if (type[depth] == "a") { count[depth]++; state[depth] = "value"; filled[depth] = 1 }
          else state[depth] = "key"
        } else broken()
      }
    }
    END { if (bad || depth != 0 || !seen) exit 1 }
  '
}

# A URL as two that mean the same server are compared.
canonical() {
  url=${1%/}
  case $url in
    '' | https://login.tailscale.com) url=https://controlplane.tailscale.com ;;
  esac
  printf '%s' "$url"
}

# Runs what should answer at once, and gives up on a daemon that does not. macOS has no timeout(1).
briefly() {
  if command -v timeout > /dev/null 2>&1; then
    timeout "$brief" "$@"
    return
  fi
  "$@" &
  asked=$!
  (
    left=$brief
    while [ "$left" -gt 0 ] && kill -0 "$asked" 2> /dev/null; do
      sleep 1
      left=$((left - 1))
    done
    kill "$asked" 2> /dev/null
  ) > /dev/null 2>&1 &
  answer=0
  { wait "$asked"; } 2> /dev/null || answer=$?
  return "$answer"
}
brief=15

read_prefs() { briefly "$TAILSCALE" debug prefs 2> /dev/null | flatten; }
read_status() { briefly "$TAILSCALE" status --json --peers=false 2> /dev/null | flatten; }

# One value out of flattened lines.
pick() { # LINES PATH
  printf '%s\n' "$1" | awk -F "$US" -v path="$2" '$1 == path { print $3; exit }'
}

# What can be repeated goes to $flags and $sets, one argument a line; what cannot to $refused.
judge() {
  flags='' sets='' refused='' notes='' tags='' routes='' endpoints='' relay_port=''
  exit4=no exit6=no exit_id='' exit_ip='' exit_auto='' lan=no
  system=$(uname -s)
  while IFS="$US" read -r path kind text; do
    case $path in Config | Config/* | ControlURL | ProfileName) continue ;; esac
    if [ "$kind" = odd ]; then
      refuse "$path holds characters that cannot be repeated"
      continue
    fi
    case $path in
      RouteAll) flag "--accept-routes=$text" ;;
      CorpDNS) flag "--accept-dns=$text" ;;
      ExitNodeID) exit_id=$text ;;
      ExitNodeIP) exit_ip=$text ;;
      AutoExitNode) exit_auto=$text ;;
      InternalExitNodePrior)
        [ -z "$text" ] || notes="${notes}the exit node used before ($text) is no longer remembered$NL" ;;
      ExitNodeAllowLANAccess) [ "$text" = false ] || lan=yes ;;
      RunSSH) on "$text" --ssh ;;
      ShieldsUp) on "$text" --shields-up ;;
      AppConnector/Advertise) on "$text" --advertise-connector ;;
      PostureChecking)
        if [ "$text" = true ]; then
          # The flag had another name before 1.84.
          case $("$TAILSCALE" up --help 2>&1) in
            *report-posture*) flag --report-posture ;;
            *) flag --posture-checking ;;
          esac
        fi ;;
      Hostname) [ -z "$text" ] || flag "--hostname=$text" ;;
      OperatorUser) [ -z "$text" ] || flag "--operator=$text" ;;
      AdvertiseTags/*) tags="${tags:+$tags,}$text" ;;
      AdvertiseRoutes/*)
        case $text in
          0.0.0.0/0) exit4=yes ;;
          ::/0) exit6=yes ;;
          *) routes="${routes:+$routes,}$text" ;;
        esac ;;
      NoSNAT)
        if [ "$text" = true ] && [ "$system" = Linux ]; then
          flag --snat-subnet-routes=false
        elif [ "$text" != false ]; then
          refuse "NoSNAT is $text"
        fi ;;
      NoStatefulFiltering)
        if [ "$text" = false ] && [ "$system" = Linux ]; then flag --stateful-filtering=true; fi ;;
      NetfilterMode)
        case $system:$text in
          *:2) ;;
          Linux:1) flag --netfilter-mode=nodivert ;;
          Linux:0) flag --netfilter-mode=off ;;
          *) refuse "NetfilterMode is $text" ;;
        esac ;;
      # What follows is not known to `up`, which puts it back to its default; `set` knows it.
      RunWebClient) [ "$text" = false ] || later "--webclient=$text" ;;
      AutoUpdate/Check) [ "$text" = true ] || later "--update-check=$text" ;;
      AutoUpdate/Apply) [ "$text" = null ] || later "--auto-update=$text" ;;
      RelayServerPort) [ "$text" = null ] || relay_port=$text ;;
      RelayServerStaticEndpoints/*) endpoints="${endpoints:+$endpoints,}$text" ;;
      AllowSingleHosts) [ "$text" = true ] || refuse "AllowSingleHosts is $text" ;;
      WantRunning)
        [ "$text" = true ] || refuse "this device is stopped (tailscale down); run tailscale up first" ;;
      LoggedOut) [ "$text" = false ] || refuse "this device is logged out" ;;
      *)
        case $text in
          '' | null | false | 0) ;;
          *) refuse "$path is $text" ;;
        esac ;;
    esac
  done << PREFS
$1
PREFS
  [ -z "$tags" ] || flag "--advertise-tags=$tags"
  [ -z "$routes" ] || flag "--advertise-routes=$routes"
  case $exit4$exit6 in
    yesyes) flag --advertise-exit-node ;;
    nono) ;;
    *) refuse "AdvertiseRoutes holds one of 0.0.0.0/0 and ::/0 without the other" ;;
  esac
  [ -z "$relay_port" ] || later "--relay-server-port=$relay_port"
  [ -z "$endpoints" ] || later "--relay-server-static-endpoints=$endpoints"
  exit_node "$2"
}

# The command names an exit node by its address, the settings by its id.
exit_node() {
  if [ "$exit_auto" = any ]; then
    exit_ip=auto:any
  elif [ -n "$exit_auto" ]; then
    refuse "AutoExitNode is $exit_auto"
  elif [ -z "$exit_ip" ] && [ -n "$exit_id" ]; then
    if [ "$(pick "$1" ExitNodeStatus/ID)" = "$exit_id" ]; then
      exit_ip=$(pick "$1" ExitNodeStatus/TailscaleIPs/0)
      exit_ip=${exit_ip%/*}
    fi
    [ -n "$exit_ip" ] || refuse "ExitNodeID is $exit_id, whose address is not known"
  fi
  [ -z "$exit_ip" ] || flag "--exit-node=$exit_ip"
  if [ "$lan" = yes ] && [ -n "$exit_ip" ]; then
    flag --exit-node-allow-lan-access
  elif [ "$lan" = yes ]; then
    flag --exit-node-allow-lan-access=false
    later --exit-node-allow-lan-access=true
  fi
}

flag() { flags="$flags$1$NL"; }
later() { sets="$sets$1$NL"; }
refuse() { refused="$refused$1$NL"; }
on() {
  case $1 in
    true) flag "$2" ;;
    false) ;;
    *) refuse "$2 is $1" ;;
  esac
}

