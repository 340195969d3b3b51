package dev.wayleave.importers.tailscale.api;

/// What the API answered.
///
/// @param status 2xx, or one that asking again does not change
/// @param message of an error, in one line; empty else
/// @param etag as it was given, with its quotes; empty where there is none
/// @param bytes the length of the body
public record Reply(int status, String message, String etag, long bytes) {
  public boolean isGood() {
    return status / 100 == 2;
  }
}
