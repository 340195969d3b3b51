package dev.wayleave.tailnet.inventory.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Writes sealed chunks: four bytes of length, big-endian, then ciphertext and tag.
final class SealingStream extends OutputStream {
  private final OutputStream out;
  private final BundleKey key;
  private final byte[] chunk = new byte[BundleKey.CHUNK_BYTES];
  private int filled;
  private long number;
  private boolean closed;

  SealingStream(OutputStream out, BundleKey key) {
    this.out = out;
    this.key = key;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      // A full chunk is held until more comes: only then is it known not to be the last.
      if (filled == chunk.length) {
        flushChunk(false);
      }
      int taken = Math.min(left, chunk.length - filled);
      System.arraycopy(bytes, from, chunk, filled, taken);
      filled += taken;
      from += taken;
      left -= taken;
    }
  }

  private void flushChunk(boolean last) throws IOException {
    byte[] sealed = key.seal(number++, last, chunk, filled);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(sealed.length).array());
    out.write(sealed);
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      flushChunk(true);
      out.flush();
    }
  }
}
