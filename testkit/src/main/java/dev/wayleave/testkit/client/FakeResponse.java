package dev.wayleave.testkit.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A whole answer.
@SuppressWarnings("ArrayRecordComponent")
public record FakeResponse(int status, Map<String, String> headers, byte[] body) {
  public FakeResponse {
    headers = Map.copyOf(headers);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
