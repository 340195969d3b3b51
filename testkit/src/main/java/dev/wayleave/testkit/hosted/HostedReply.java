package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.TreeMap;

/// One answer of the fake.
///
/// @param cut whether the connection is reset instead
public record HostedReply(int status, Map<String, String> headers, String body, boolean cut) {
  public HostedReply {
    headers = Map.copyOf(headers);
  }

  public static HostedReply json(JsonNode body) {
    return json(200, body.toPrettyString());
  }

  public static HostedReply json(int status, String body) {
    return of(status, "application/json", body);
  }

  public static HostedReply of(int status, String type, String body) {
    return new HostedReply(status, Map.of("Content-Type", type), body, false);
  }

  /// What changes something and has nothing to say.
  public static HostedReply done() {
    return json(200, "{}");
  }

  /// An error in the API's own form.
  public static HostedReply error(int status, String message) {
    return json(
        status, JsonNodeFactory.instance.objectNode().put("message", message).toPrettyString());
  }

  /// An error of something that stands before the API.
  public static HostedReply page(int status) {
    return of(
        status,
        "text/html; charset=utf-8",
        "<!DOCTYPE html><html><head><title>Trouble</title></head><body><h1>%d</h1></body></html>"
            .formatted(status));
  }

  /// A connection that ends without an answer.
  public static HostedReply reset() {
    return new HostedReply(0, Map.of(), "", true);
  }

  public HostedReply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new HostedReply(status, more, body, cut);
  }
}
