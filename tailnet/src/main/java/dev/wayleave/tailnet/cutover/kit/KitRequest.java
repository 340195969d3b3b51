package dev.wayleave.tailnet.cutover.kit;

import java.time.Instant;
import java.util.List;

/// What a kit is for.
///
/// @param now decides which keys have expired
public record KitRequest(
    ControlUrl from, ControlUrl to, Grouping grouping, List<WaveList> waves, Instant now) {
  public KitRequest {
    waves = List.copyOf(waves);
  }
}
