package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.MapResponse;
import java.util.List;

/// What to write next, and what the viewer knows after it.
///
/// @param responses in their order; none where nothing that the viewer sees has changed
/// @param pieces peers that the first response changes and does not hold itself, see [PeerPieces];
///   with one there is a first response
public record Composed(List<MapResponse> responses, List<byte[]> pieces, Told told) {
  public Composed {
    responses = List.copyOf(responses);
    pieces = List.copyOf(pieces);
  }

  Composed(List<MapResponse> responses, Told told) {
    this(responses, List.of(), told);
  }
}
