package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.Payload;
import java.nio.ByteBuffer;

/// Tells the packets by which nodes find each other from those that carry traffic.
///
/// A packet of the former kind is `TS💬` in UTF-8 (6) ‖ sender's key (32) ‖ nonce (24) ‖ box.
final class Disco {
  private static final int MAGIC_HIGH = 0x5453f09f;
  private static final short MAGIC_LOW = (short) 0x92ac;
  private static final int LEAST = Integer.BYTES + Short.BYTES + 32 + 24;

  private Disco() {}

  static boolean is(Payload packet) {
    if (packet.size() < LEAST) {
      return false;
    }
    ByteBuffer bytes = packet.asByteBuffer();
    return bytes.getInt() == MAGIC_HIGH && bytes.getShort() == MAGIC_LOW;
  }
}
