package dev.wayleave.api;

import java.time.Instant;

/// A login that waits for a person to open an address.
///
/// @param secret by which whoever began it asks for the key
/// @param code what the person is asked for there
/// @param until when it will have waited too long
public record SessionBegun(String id, String secret, String code, String address, Instant until) {
  /// Neither the secret nor the code.
  @Override
  public String toString() {
    return "SessionBegun(" + id + ")";
  }
}
