package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.nio.ByteBuffer;

/// Turns records back into what was sent.
///
/// The first thing that is wrong ends it: afterwards the two sides would count differently, and an
/// attacker gets no second try. Not for several threads at once.
public final class RecordOpener implements AutoCloseable {
  private final CipherState cipher;

  RecordOpener(CipherState cipher) {
    this.cipher = cipher;
  }

  /// Opens the record at the front of `frames` into `plaintext`, or returns false and moves nothing
  /// while it is not all there. A record may be empty.
  ///
  /// What is too long or of another type is refused as soon as its header is there, so whoever
  /// collects bytes for the next call never holds [RecordFrame#MAX_SIZE] or more in vain.
  ///
  /// @param plaintext with room for [RecordFrame#MAX_PLAINTEXT]
  public boolean open(ByteBuffer frames, ByteBuffer plaintext) throws NoiseException {
    if (plaintext.remaining() < RecordFrame.MAX_PLAINTEXT) {
      throw new IllegalArgumentException(
          "a record needs room for " + RecordFrame.MAX_PLAINTEXT + " bytes");
    }
    if (cipher.isDestroyed()) {
      throw new NoiseException(Reason.CLOSED, "this direction of the connection is closed");
    }
    try {
      return openNext(frames, plaintext);
    } catch (NoiseException e) {
      close();
      throw e;
    }
  }

  private boolean openNext(ByteBuffer frames, ByteBuffer plaintext) throws NoiseException {
    int start = frames.position();
    if (frames.hasRemaining() && frames.get(start) != FrameType.RECORD.code()) {
      throw new NoiseException(Reason.WRONG_TYPE, "after the handshake all frames are of type 4");
    }
    if (frames.remaining() < RecordFrame.HEADER_SIZE) {
      return false;
    }
    int length = checkedLength(frames, start);
    if (frames.remaining() < RecordFrame.HEADER_SIZE + length) {
      return false;
    }
    ByteBuffer ciphertext = frames.slice(start + RecordFrame.HEADER_SIZE, length);
    cipher.open(CipherState.NO_ASSOCIATED_DATA, ciphertext, plaintext);
    frames.position(start + RecordFrame.HEADER_SIZE + length);
    return true;
  }

  private static int checkedLength(ByteBuffer frames, int start) throws NoiseException {
    int length = RecordFrame.lengthAt(frames, start);
    if (length > RecordFrame.MAX_CIPHERTEXT) {
      throw new NoiseException(
          Reason.RECORD_TOO_LONG, "a record has at most " + RecordFrame.MAX_SIZE + " bytes");
    }
    if (length < CipherState.TAG_SIZE) {
      throw new NoiseException(Reason.RECORD_TOO_SHORT, "a record is at least a tag");
    }
    return length;
  }

  /// Wipes the key; what comes afterwards is refused.
  @Override
  public void close() {
    cipher.destroy();
  }
}
