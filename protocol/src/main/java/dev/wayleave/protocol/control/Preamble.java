package dev.wayleave.protocol.control;

import dev.wayleave.protocol.control.ControlException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// How the server's side of a session begins: with an [EarlyPayload], or with HTTP/2 at once.
public sealed interface Preamble permits EarlyPayload, Preamble.None {
  /// HTTP/2 began: nothing was read.
  record None() implements Preamble {}

  /// Reads the front of what a server sent inside its records, or nothing and moves nothing while
  /// it is too short to tell.
  ///
  /// The header of an early payload is as long as that of an HTTP/2 frame, and begins with what
  /// would be a frame of 16777215 bytes, which no HTTP/2 connection begins with.
  static Optional<Preamble> read(ByteBuffer stream) throws ControlException {
    if (stream.remaining() < EarlyPayload.HEADER_SIZE) {
      return Optional.empty();
    }
    ByteBuffer ahead = stream.slice();
    byte[] magic = new byte[EarlyPayload.MAGIC_SIZE];
    ahead.get(magic);
    if (!Arrays.equals(magic, EarlyPayload.magic())) {
      return Optional.of(new None());
    }
    long length = Integer.toUnsignedLong(ahead.getInt());
    if (length > EarlyPayload.MAX_JSON) {
      throw new ControlException(
          Reason.EARLY_PAYLOAD_TOO_LONG,
          "an early payload has at most " + EarlyPayload.MAX_JSON + " bytes");
    }
    if (ahead.remaining() < length) {
      return Optional.empty();
    }
    byte[] json = new byte[(int) length];
    ahead.get(json);
    EarlyPayload payload = EarlyPayload.ofJson(json);
    stream.position(stream.position() + ahead.position());
    return Optional.of(payload);
  }
}
