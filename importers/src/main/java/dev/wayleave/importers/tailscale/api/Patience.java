package dev.wayleave.importers.tailscale.api;

import java.time.Duration;

/// How long and how often the API is asked.
///
/// @param connect to reach it
/// @param request for one answer, its body included
/// @param whole for everything, waits included
/// @param attempts how often one question is asked where errors pass; 429 of the API counts only
///   against the whole, and ends after ten minutes in which nothing else is heard
/// @param firstPause the longest first wait of the back-off, which doubles
/// @param longestPause where doubling ends
public record Patience(
    Duration connect,
    Duration request,
    Duration whole,
    int attempts,
    Duration firstPause,
    Duration longestPause) {
  /// What suits a person who looks on; an export that does not end in it is resumed.
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(15),
          Duration.ofMinutes(2),
          Duration.ofHours(4),
          6,
          Duration.ofSeconds(1),
          Duration.ofMinutes(1));

  /// No more than this are asked at the same time: the API publishes no limits, and answers 429
  /// beyond them.
  public static final int AT_ONCE = 4;

  public Patience within(Duration other) {
    return new Patience(connect, request, other, attempts, firstPause, longestPause);
  }
}
