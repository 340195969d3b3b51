package dev.wayleave.coordinator.map;

import java.util.List;

/// What is written next, and what the viewer knows after it.
///
/// @param parts bytes that other viewers are sent too, so that nobody may change them; none where
///   there is nothing to write
record MapBytes(List<byte[]> parts, Told told) {
  MapBytes {
    parts = List.copyOf(parts);
  }

  int length() {
    return parts.stream().mapToInt(part -> part.length).sum();
  }
}
