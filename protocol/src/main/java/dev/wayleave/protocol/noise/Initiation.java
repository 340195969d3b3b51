package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The client's first message, `-> e, es, s, ss`.
///
/// ```
/// offset  size  field
/// 0       2     capability version, big-endian, in the clear; the prologue binds it
/// 2       1     type: 1
/// 3       2     length of what follows, big-endian: 96
/// 5       32    the client's ephemeral public key, in the clear
/// 37      48    the client's machine public key, sealed: 32 bytes and a tag
/// 85      16    the tag of an empty payload
/// ```
public final class Initiation {
  private static final int VERSION_SIZE = Short.BYTES;
  static final int HEADER_SIZE = VERSION_SIZE + RecordFrame.HEADER_SIZE;
  private static final int SEALED_KEY_SIZE = Ephemeral.SIZE + CipherState.TAG_SIZE;
  static final int BODY_SIZE = Ephemeral.SIZE + SEALED_KEY_SIZE + CipherState.TAG_SIZE;

  /// 101 bytes; there is no other size.
  public static final int SIZE = HEADER_SIZE + BODY_SIZE;

  private final CapabilityVersion version;
  private final byte[] body;

  private Initiation(CapabilityVersion version, byte[] body) {
    this.version = version;
    this.body = body;
  }

  static Initiation of(
      CapabilityVersion version, byte[] ephemeral, byte[] sealedKey, byte[] payloadTag) {
    ByteBuffer body = ByteBuffer.allocate(BODY_SIZE);
    return new Initiation(version, body.put(ephemeral).put(sealedKey).put(payloadTag).array());
  }

  /// Reads the bytes, of which there must be exactly [#SIZE].
  public static Initiation parse(byte[] bytes) throws NoiseException {
    if (bytes.length != SIZE) {
      throw wrongLength();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int version = Short.toUnsignedInt(buffer.getShort());
    if (buffer.get() != FrameType.INITIATION.code()) {
      throw new NoiseException(Reason.WRONG_TYPE, "a handshake begins with a frame of type 1");
    }
    if (RecordFrame.lengthAt(buffer, VERSION_SIZE) != BODY_SIZE) {
      throw wrongLength();
    }
    buffer.position(HEADER_SIZE);
    byte[] body = new byte[BODY_SIZE];
    buffer.get(body);
    return new Initiation(new CapabilityVersion(version), body);
  }

  private static NoiseException wrongLength() {
    return new NoiseException(
        Reason.WRONG_LENGTH, "a handshake initiation has " + SIZE + " bytes and says so");
  }

  /// What the client says it can do; not proven before the handshake is read.
  public CapabilityVersion version() {
    return version;
  }

  byte[] ephemeral() {
    return Arrays.copyOf(body, Ephemeral.SIZE);
  }

  byte[] sealedKey() {
    return Arrays.copyOfRange(body, Ephemeral.SIZE, Ephemeral.SIZE + SEALED_KEY_SIZE);
  }

  byte[] payloadTag() {
    return Arrays.copyOfRange(body, Ephemeral.SIZE + SEALED_KEY_SIZE, BODY_SIZE);
  }

  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).putShort((short) version.number());
    return RecordFrame.putHeader(bytes, FrameType.INITIATION, BODY_SIZE).put(body).array();
  }
}
