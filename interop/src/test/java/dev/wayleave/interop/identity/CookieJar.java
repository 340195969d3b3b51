package dev.wayleave.interop.identity;

import java.net.HttpCookie;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The cookies of one browser, for servers on one host.
///
/// The JDK's own handler would keep those that are `Secure` from servers without encryption, where
/// browsers make an exception for the machine itself.
final class CookieJar {
  /// @param path in which, and below which, servers are shown it
  private record Place(String path, String name) {}

  private final Map<Place, String> values = new LinkedHashMap<>();

  void take(URI from, List<String> headers) {
    for (String header : headers) {
      for (HttpCookie cookie : HttpCookie.parse("Set-Cookie: " + header)) {
        Place place = new Place(path(from, cookie), cookie.getName());
        if (cookie.hasExpired() || cookie.getMaxAge() == 0) {
          values.remove(place);
        } else {
          values.put(place, cookie.getValue());
        }
      }
    }
  }

  /// What a request says of them, unless there are none for it.
  Optional<String> of(URI to) {
    String line =
        values.entrySet().stream()
            .filter(cookie -> holds(cookie.getKey().path(), to.getPath()))
            .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private static boolean holds(String path, String asked) {
    return asked.equals(path) || asked.startsWith(path.endsWith("/") ? path : path + "/");
  }

  private static String path(URI from, HttpCookie cookie) {
    String path = cookie.getPath();
    if (path != null && path.startsWith("/")) {
      return path;
    }
    int last = from.getPath().lastIndexOf('/');
    return last <= 0 ? "/" : from.getPath().substring(0, last);
  }
}
