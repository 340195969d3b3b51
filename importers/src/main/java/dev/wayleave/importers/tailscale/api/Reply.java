package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.NotRead;

/// What the API answered.
///
/// @param status 2xx, or one that asking again does not change
/// @param message of an error, in one line; empty else
/// @param etag as it was given, with its quotes; empty where there is none
/// @param bytes the length of the body
public record Reply(int status, String message, String etag, long bytes) {
  /// An error of the plane that another day may not have; what it told before still holds.
  boolean isPassing() {
    return NotRead.mayPass(status);
  }

  /// What is told of it beside an older answer that stays, or that is taken away.
  String message(boolean older) {
    return older ? (message + " (the older answer is kept)").strip() : message;
  }

  public boolean isGood() {
    return status / 100 == 2;
  }
}
