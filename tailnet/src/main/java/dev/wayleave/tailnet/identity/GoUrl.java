package dev.wayleave.tailnet.identity;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A URL as Go's `net/url` reads and writes it (Go 1.26), as far as identifiers need it.
///
/// All texts are bytes; see [Bytes].
///
/// @param opaque what follows the scheme where that does not begin with a slash
/// @param authority user, host and port as they are written again; null where the path follows the
///   scheme at once
/// @param path decoded
/// @param writtenPath the path as it was read
/// @param query with its question mark, or empty
/// @param fragment with its number sign and encoded as it is written again, or empty
record GoUrl(
    String scheme,
    String opaque,
    @Nullable String authority,
    String path,
    String writtenPath,
    String query,
    String fragment) {

  static Optional<GoUrl> parse(String bytes) {
    int sharp = bytes.indexOf('#');
    String fragment = sharp < 0 ? "" : bytes.substring(sharp + 1);
    Optional<GoUrl> url = parseBody(sharp < 0 ? bytes : bytes.substring(0, sharp));
    if (url.isEmpty() || fragment.isEmpty()) {
      return url;
    }
    return Escapes.FRAGMENT
        .unescape(fragment)
        .map(decoded -> url.get().withFragment("#" + Escapes.FRAGMENT.written(decoded, fragment)));
  }

  private GoUrl withFragment(String other) {
    return new GoUrl(scheme, opaque, authority, path, writtenPath, query, other);
  }

  private static Optional<GoUrl> parseBody(String body) {
    if (body.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return Optional.empty();
    }
    int colon = colonOfScheme(body);
    if (colon == 0) {
      return Optional.empty();
    }
    String scheme = colon < 0 ? "" : lower(body.substring(0, colon));
    String rest = body.substring(colon + 1);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    if (!scheme.isEmpty() && !rest.startsWith("/")) {
      return Optional.of(new GoUrl(scheme, rest, "", "", "", query, ""));
    }
    if (scheme.isEmpty()) {
      // Nobody asks more of it than that it has no scheme.
      return Optional.of(new GoUrl("", "", null, rest, rest, query, ""));
    }
    if (!rest.startsWith("//")) {
      return withPath(scheme, null, rest, query);
    }
    int slash = rest.indexOf('/', 2);
    String after = slash < 0 ? "" : rest.substring(slash);
    return authority(scheme, slash < 0 ? rest.substring(2) : rest.substring(2, slash))
        .flatMap(authority -> withPath(scheme, authority, after, query));
  }

  private static Optional<GoUrl> withPath(
      String scheme, @Nullable String authority, String written, String query) {
    return Escapes.PATH
        .unescape(written)
        .map(path -> new GoUrl(scheme, "", authority, path, written, query, ""));
  }

  /// Where the scheme ends: -1 where there is none, 0 where it is empty.
  private static int colonOfScheme(String bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (c == ':') {
        return i;
      }
      if (!letter && !(later && i > 0)) {
        return -1;
      }
    }
    return -1;
  }

  private static Optional<String> authority(String scheme, String authority) {
    int at = authority.lastIndexOf('@');
    Optional<String> host = host(scheme, authority.substring(at + 1));
    if (at < 0 || host.isEmpty()) {
      return host;
    }
    return user(authority.substring(0, at)).map(user -> user + "@" + host.get());
  }

  private static Optional<String> user(String user) {
    boolean valid = user.chars().allMatch(c -> isOfUser((char) c));
    int colon = user.indexOf(':');
    Optional<String> name = Escapes.USER.unescape(colon < 0 ? user : user.substring(0, colon));
    if (!valid || name.isEmpty()) {
      return Optional.empty();
    }
    String written = Escapes.USER.escape(name.get());
    return colon < 0
        ? Optional.of(written)
        : Escapes.USER
            .unescape(user.substring(colon + 1))
            .map(password -> written + ":" + Escapes.USER.escape(password));
  }

  private static boolean isOfUser(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0;
  }

  private static Optional<String> host(String scheme, String host) {
    int bracket = host.lastIndexOf('[');
    if (bracket > 0) {
      return Optional.empty();
    }
    if (bracket == 0) {
      return addressLiteral(host);
    }
    int colon =
        scheme.equals("http") || scheme.equals("https") ? host.indexOf(':') : host.lastIndexOf(':');
    return colon < 0 || isPort(host.substring(colon)) ? encodedHost(host) : Optional.empty();
  }

  private static Optional<String> encodedHost(String host) {
    return Escapes.HOST.unescape(host).map(Escapes.HOST::escape);
  }

  private static Optional<String> addressLiteral(String host) {
    int end = host.lastIndexOf(']');
    if (end < 0 || !isPort(host.substring(end + 1))) {
      return Optional.empty();
    }
    String inside = host.substring(1, end);
    int zone = inside.indexOf("%25");
    String address = zone < 0 ? inside : inside.substring(0, zone);
    try {
      return IpAddress.parse(address) instanceof IpAddress.V6
          ? encodedHost(host)
          : Optional.empty();
    } catch (IllegalArgumentException notAnAddress) {
      // A URL with such a host is none; its text is then taken as it stands.
      return Optional.empty();
    }
  }

  private static boolean isPort(String colonPort) {
    return colonPort.isEmpty()
        || (colonPort.startsWith(":")
            && colonPort.substring(1).chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  static String lower(String ascii) {
    StringBuilder lower = new StringBuilder(ascii.length());
    ascii.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return lower.toString();
  }

  /// The URL with another path, which keeps the encoding of the former where it still is one of it.
  GoUrl withPath(String other) {
    return new GoUrl(scheme, opaque, authority, other, writtenPath, query, fragment);
  }

  private String escapedPath() {
    return path.equals("*") ? "*" : Escapes.PATH.written(path, writtenPath);
  }

  /// Adds to the path, resolving `.` and `..`, as `url.JoinPath` does.
  ///
  /// @return nothing where the result has a `%` that encodes nothing
  Optional<GoUrl> join(String element) {
    String base = escapedPath();
    String joined = cleaned(base + "/" + element);
    String kept = base.startsWith("/") ? joined : joined.substring(1);
    String written = element.endsWith("/") && !kept.endsWith("/") ? kept + "/" : kept;
    return Escapes.PATH
        .unescape(written)
        .map(decoded -> new GoUrl(scheme, opaque, authority, decoded, written, query, fragment));
  }

  private static String cleaned(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  String text() {
    StringBuilder text = new StringBuilder(scheme).append(':');
    if (!opaque.isEmpty()) {
      return text.append(opaque).append(query).append(fragment).toString();
    }
    String written = escapedPath();
    if (authority != null && (!authority.isEmpty() || !path.isEmpty())) {
      text.append("//").append(authority);
      boolean host = !authority.isEmpty() && !authority.endsWith("@");
      if (host && !written.isEmpty() && !written.startsWith("/")) {
        text.append('/');
      }
    }
    return text.append(written).append(query).append(fragment).toString();
  }
}
