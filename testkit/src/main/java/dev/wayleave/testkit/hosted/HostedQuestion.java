package dev.wayleave.testkit.hosted;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One request that the fake was asked.
///
/// @param target path and query as sent
/// @param headers those that the API reads, by their lower-case names
public record HostedQuestion(
    String method, String target, Map<String, String> headers, String body) {
  static final String ROOT = "/api/v2/";

  public HostedQuestion {
    headers = Map.copyOf(headers);
  }

  /// The path without its query.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// The parts of the path behind `/api/v2/`, decoded.
  List<String> parts() {
    String path = path();
    return path.startsWith(ROOT)
        ? Arrays.stream(path.substring(ROOT.length()).split("/", -1))
            .map(HostedQuestion::decoded)
            .toList()
        : List.of();
  }

  /// The values of one parameter of the query.
  List<String> query(String name) {
    int query = target.indexOf('?');
    return query < 0 ? List.of() : form(target.substring(query + 1)).getOrDefault(name, List.of());
  }

  boolean asks(String name, String value) {
    return query(name).contains(value);
  }

  /// The body as a form.
  Map<String, List<String>> form() {
    return form(body);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /// How it reads in a test: `GET /api/v2/tailnet/-/devices?fields=all`.
  @Override
  public String toString() {
    return method + " " + target;
  }

  private static Map<String, List<String>> form(String text) {
    Map<String, List<String>> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] both = pair.split("=", 2);
      fields
          .computeIfAbsent(decoded(both[0]), name -> new ArrayList<>())
          .add(both.length == 2 ? decoded(both[1]) : "");
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
