package dev.wayleave.testkit.provider;

import java.time.Duration;

/// How a provider answers at a place.
public sealed interface Answer {
  /// As it should.
  record Right() implements Answer {}

  /// With something of the test's own.
  record Text(int status, String contentType, String body) implements Answer {}

  /// As it should, after a while.
  record Late(Duration after) implements Answer {}

  /// With JSON that goes on for so many bytes.
  record Huge(int bytes) implements Answer {}

  /// With a redirect to somewhere else.
  record Elsewhere(String url) implements Answer {}

  static Answer status(int status) {
    return new Text(status, "application/json", "{}");
  }

  static Answer html() {
    return new Text(200, "text/html", "<html><body>Service unavailable</body></html>");
  }
}
