package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has become of a login.
///
/// @param status `waiting`, `open` or `ended`
/// @param key the key of the person who logged in, told once; null unless it is open
/// @param user what the person is called; null unless it is open
/// @param until when the key ends; null unless it is open
public record SessionView(
    String status, @Nullable String key, @Nullable String user, @Nullable Instant until) {
  /// Never the key.
  @Override
  public String toString() {
    return "SessionView(" + status + ", " + user + ")";
  }
}
