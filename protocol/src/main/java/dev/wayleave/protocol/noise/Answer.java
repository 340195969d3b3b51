package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What a server sends first: a [Response], or a [Refusal] and no more.
public sealed interface Answer permits Response, Refusal {
  /// Reads one answer from the front of `stream`, or nothing and moves nothing while it is not all
  /// there. What is wrong is said as soon as the header shows it.
  static Optional<Answer> read(ByteBuffer stream) throws NoiseException {
    if (stream.remaining() < RecordFrame.HEADER_SIZE) {
      return Optional.empty();
    }
    int start = stream.position();
    byte type = stream.get(start);
    int length = RecordFrame.lengthAt(stream, start);
    boolean response = type == FrameType.RESPONSE.code();
    if (!response && type != FrameType.REFUSAL.code()) {
      throw new NoiseException(
          Reason.WRONG_TYPE, "a handshake is answered with a frame of type 2 or 3");
    }
    if (response && length != Response.BODY_SIZE) {
      throw new NoiseException(
          Reason.WRONG_LENGTH, "a handshake response has " + Response.SIZE + " bytes and says so");
    }
    if (stream.remaining() < RecordFrame.HEADER_SIZE + length) {
      return Optional.empty();
    }
    byte[] body = new byte[length];
    stream.position(start + RecordFrame.HEADER_SIZE).get(body);
    return Optional.of(response ? new Response(body) : Refusal.ofBody(body));
  }

  byte[] toBytes();
}
