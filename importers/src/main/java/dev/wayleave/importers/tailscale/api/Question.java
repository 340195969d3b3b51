package dev.wayleave.importers.tailscale.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// One request to the API.
///
/// @param path below `/api/v2/`, encoded, with its query
/// @param repeatable whether it may be asked again although it may have been heard: what reads may
public record Question(
    String method, String path, Map<String, String> headers, String body, boolean repeatable) {
  private static final String JSON = "application/json";

  public Question {
    headers = Map.copyOf(headers);
  }

  public static Question get(String path) {
    return new Question("GET", path, Map.of("Accept", JSON), "", true);
  }

  /// A change; it is repeated only where the API refused to look at it.
  public static Question change(String method, String path, String json) {
    return new Question(method, path, Map.of("Accept", JSON, "Content-Type", JSON), json, false);
  }

  static Question form(String path, String form) {
    return new Question(
        "POST",
        path,
        Map.of("Accept", JSON, "Content-Type", "application/x-www-form-urlencoded"),
        form,
        true);
  }

  public Question with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Question(method, path, more, body, repeatable);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  /// What it is called in a message: without its query, which may be long.
  String label() {
    int query = path.indexOf('?');
    return method + " /api/v2/" + (query < 0 ? path : path.substring(0, query));
  }
}
