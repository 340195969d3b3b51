package dev.wayleave.coordinator.control;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An answer that is complete.
///
/// @param headers further ones, by their names in lower case
// The bytes are read once and records of this kind are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record ControlAnswer(
    int status, String contentType, Map<String, String> headers, byte[] body) {
  public ControlAnswer {
    headers = Map.copyOf(headers);
  }

  public static ControlAnswer json(byte[] body) {
    return new ControlAnswer(200, "application/json", Map.of(), body);
  }

  /// What a client shows or logs: one sentence.
  public static ControlAnswer sentence(int status, String sentence) {
    return new ControlAnswer(
        status,
        "text/plain; charset=utf-8",
        Map.of(),
        (sentence + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
