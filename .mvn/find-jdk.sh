# Sourced by ./mvnw and ./wayleave: sets JAVA_HOME to a JDK of at least the release in .java-version.
# Order: JAVA_HOME, the java on PATH, then the folders in which packages and version managers put JDKs.

# Java takes the encoding of file names from the locale. Without one it knows ASCII only, so that a
# path with other letters could not even be named.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  '' | C | POSIX) LC_ALL=C.UTF-8; export LC_ALL ;;
esac

wayleave_jdk_release() { # JDK_DIR -> feature release of that JDK, 0 if it is none
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1 | grep . || echo 0
}

wayleave_find_jdk() { # ROOT -> sets and exports JAVA_HOME, or fails with one sentence
  wanted=$(cat "$1/.java-version")
  on_path=$(command -v javac 2>/dev/null || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" \
      /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/openjdk* /usr/local/jdk* \
      "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
      "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    [ -n "$candidate" ] || continue
    if [ "$(wayleave_jdk_release "$candidate")" -ge "$wanted" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "wayleave: no JDK of release $wanted or newer was found; install one (for example Temurin $wanted) or set JAVA_HOME to it." >&2
  return 1
}
