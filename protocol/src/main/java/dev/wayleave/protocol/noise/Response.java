package dev.wayleave.protocol.noise;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The server's half of the handshake, `<- e, ee, se`.
///
/// ```
/// offset  size  field
/// 0       1     type: 2
/// 1       2     length of what follows, big-endian: 48
/// 3       32    the server's ephemeral public key, in the clear
/// 35      16    the tag of an empty payload
/// ```
public final class Response implements Answer {
  static final int BODY_SIZE = Ephemeral.SIZE + CipherState.TAG_SIZE;

  /// 51 bytes; there is no other size.
  public static final int SIZE = RecordFrame.HEADER_SIZE + BODY_SIZE;

  private final byte[] body;

  Response(byte[] body) {
    this.body = body;
  }

  static Response of(byte[] ephemeral, byte[] payloadTag) {
    return new Response(ByteBuffer.allocate(BODY_SIZE).put(ephemeral).put(payloadTag).array());
  }

  byte[] ephemeral() {
    return Arrays.copyOf(body, Ephemeral.SIZE);
  }

  byte[] payloadTag() {
    return Arrays.copyOfRange(body, Ephemeral.SIZE, BODY_SIZE);
  }

  @Override
  public byte[] toBytes() {
    return RecordFrame.putHeader(ByteBuffer.allocate(SIZE), FrameType.RESPONSE, BODY_SIZE)
        .put(body)
        .array();
  }
}
