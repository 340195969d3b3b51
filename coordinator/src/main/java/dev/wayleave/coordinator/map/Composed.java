package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.MapResponse;
import java.util.List;

/// What to write next, and what the viewer knows after it.
///
/// @param responses in their order; none where nothing that the viewer sees has changed
public record Composed(List<MapResponse> responses, Told told) {
  public Composed {
    responses = List.copyOf(responses);
  }
}
