package dev.wayleave.tailnet.inventory.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Reads what [SealingStream] wrote, and fails unless it comes to the chunk marked as the last.
final class OpeningStream extends InputStream {
  private static final int MAX_SEALED = BundleKey.CHUNK_BYTES + BundleKey.TAG_BYTES;

  private final InputStream in;
  private final BundleKey key;
  private byte[] chunk = new byte[0];
  private int position;
  private long number;
  private boolean last;
  private byte[] nextLength;

  OpeningStream(InputStream in, BundleKey key) throws IOException {
    this.in = in;
    this.key = key;
    this.nextLength = in.readNBytes(Integer.BYTES);
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int taken = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, bytes, offset, taken);
    position += taken;
    return taken;
  }

  private boolean fill() throws IOException {
    while (position == chunk.length) {
      if (last) {
        return false;
      }
      openNext();
    }
    return true;
  }

  private void openNext() throws IOException {
    if (nextLength.length < Integer.BYTES) {
      throw truncated();
    }
    int length = ByteBuffer.wrap(nextLength).getInt();
    if (length < BundleKey.TAG_BYTES || length > MAX_SEALED) {
      throw new BundleException(
          BundleException.Reason.DAMAGED,
          "The bundle was changed after it was written; take another copy of it.");
    }
    byte[] sealed = in.readNBytes(length);
    if (sealed.length < length) {
      throw truncated();
    }
    // Whether a chunk is the last shows in that nothing follows; its nonce then proves it.
    nextLength = in.readNBytes(Integer.BYTES);
    last = nextLength.length == 0;
    chunk = openChunk(sealed);
    position = 0;
  }

  private byte[] openChunk(byte[] sealed) throws BundleException {
    try {
      return key.open(number++, last, sealed);
    } catch (BundleException e) {
      // A cut at a chunk's end leaves a chunk that was not sealed as the last one.
      if (last && number > 1) {
        throw truncated();
      }
      throw e;
    }
  }

  private static BundleException truncated() {
    return new BundleException(
        BundleException.Reason.TRUNCATED,
        "The bundle ends before its end; take another copy of it.");
  }
}
