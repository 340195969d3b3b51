package dev.wayleave.tailnet.inventory.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Fails once more than a limit was read, so that a small file cannot unpack without end.
final class BoundedStream extends FilterInputStream {
  private final long limit;
  private long read;

  BoundedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int taken = super.read(bytes, offset, length);
    count(Math.max(taken, 0));
    return taken;
  }

  private void count(int taken) throws BundleException {
    read += taken;
    if (read > limit) {
      throw new BundleException(
          BundleException.Reason.TOO_LARGE,
          "The bundle unpacks to more than " + limit + " bytes, which is the limit here.");
    }
  }
}
