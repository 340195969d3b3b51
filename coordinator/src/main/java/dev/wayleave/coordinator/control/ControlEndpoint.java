package dev.wayleave.coordinator.control;

import dev.wayleave.protocol.wire.WireException;
import java.io.IOException;

/// Something that answers requests inside Noise; every bean of this type is asked in turn.
///
/// `handle` runs on a virtual thread and may wait. A `WireException` is answered with 400 and its
/// sentence, anything else that is thrown with 500 and no detail.
public interface ControlEndpoint {
  /// Whether this is the one for a method and a path.
  boolean serves(String method, String path);

  void handle(ControlExchange exchange) throws IOException, WireException, InterruptedException;
}
