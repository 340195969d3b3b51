package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.MapResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Frames of one image that more than one viewer is sent: most changes read the same for everybody,
/// and are written and compressed once.
final class SharedFrames {
  /// Different responses that are kept; an image differs from the one before in few ways.
  private static final int MAX_KEPT = 64;

  /// Responses with more peers than this are made for one viewer, or are dear to compare.
  private static final int MAX_PEERS = 4;

  private final Map<MapResponse, byte[]> kept = new ConcurrentHashMap<>();

  /// The frames of responses, one after the other.
  ///
  /// @param json writes a response as JSON
  /// @return bytes that others are given too, so that nobody may change them
  byte[] of(List<MapResponse> responses, Function<MapResponse, byte[]> json) {
    List<byte[]> frames = new ArrayList<>(responses.size());
    for (MapResponse response : responses) {
      frames.add(
          isShared(response) ? shared(response, json) : MapFrames.frame(json.apply(response)));
    }
    return MapFrames.joined(frames);
  }

  private static boolean isShared(MapResponse response) {
    return response.node() == null
        && response.packetFilter() == null
        && response.peers().isEmpty()
        && response.peersChanged().size() <= MAX_PEERS
        && response.peersChangedPatch().size() <= MAX_PEERS;
  }

  private byte[] shared(MapResponse response, Function<MapResponse, byte[]> json) {
    byte[] known = kept.get(response);
    if (known != null) {
      return known;
    }
    byte[] made = MapFrames.frame(json.apply(response));
    if (kept.size() < MAX_KEPT) {
      kept.put(response, made);
    }
    return made;
  }
}
