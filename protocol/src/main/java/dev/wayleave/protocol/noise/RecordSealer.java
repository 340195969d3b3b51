package dev.wayleave.protocol.noise;

import java.nio.ByteBuffer;

/// Turns what is sent into records.
///
/// Not for several threads at once, and records must be sent in the order in which they were made.
/// A record that was made and could not be sent ends the connection: the other side waits for it.
public final class RecordSealer implements AutoCloseable {
  private static final int OVERHEAD = RecordFrame.MAX_SIZE - RecordFrame.MAX_PLAINTEXT;

  private final CipherState cipher;

  RecordSealer(CipherState cipher) {
    this.cipher = cipher;
  }

  /// The room that [#seal] needs for so many bytes.
  public static int sealedSize(int plaintext) {
    int records = Math.ceilDiv(plaintext, RecordFrame.MAX_PLAINTEXT);
    return Math.addExact(plaintext, Math.multiplyExact(records, OVERHEAD));
  }

  /// Reads all of `plaintext` and writes it as records of at most [RecordFrame#MAX_SIZE]; nothing
  /// gives no record. Without room for all nothing is read, nor is a nonce used.
  public void seal(ByteBuffer plaintext, ByteBuffer frames) throws NoiseException {
    if (frames.remaining() < sealedSize(plaintext.remaining())) {
      throw new IllegalArgumentException(
          "%d bytes need room for %d, there is room for %d"
              .formatted(
                  plaintext.remaining(), sealedSize(plaintext.remaining()), frames.remaining()));
    }
    while (plaintext.hasRemaining()) {
      int length = Math.min(plaintext.remaining(), RecordFrame.MAX_PLAINTEXT);
      sealOne(plaintext.slice(plaintext.position(), length), frames);
      plaintext.position(plaintext.position() + length);
    }
  }

  private void sealOne(ByteBuffer plaintext, ByteBuffer frames) throws NoiseException {
    int start = frames.position();
    try {
      int length = plaintext.remaining() + CipherState.TAG_SIZE;
      RecordFrame.putHeader(frames, FrameType.RECORD, length);
      cipher.seal(CipherState.NO_ASSOCIATED_DATA, plaintext, frames);
    } catch (NoiseException e) {
      frames.position(start);
      throw e;
    }
  }

  /// Wipes the key; what is sealed afterwards is refused.
  @Override
  public void close() {
    cipher.destroy();
  }
}
