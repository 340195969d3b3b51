package dev.wayleave.importers.tailscale.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Keeps a body that is small.
public final class MemorySink implements Sink {
  /// Room for one object.
  public static final int SMALL = 1 << 20;

  /// Room for the list of some hundred thousand devices.
  public static final int LARGE = 512 << 20;

  private final int limit;
  private byte[] bytes = new byte[0];

  public MemorySink(int limit) {
    this.limit = limit;
  }

  @Override
  public long take(InputStream body) throws IOException {
    bytes = body.readNBytes(limit);
    if (body.read() >= 0) {
      throw new TooLargeException(limit);
    }
    if (ErrorText.isPage("", start())) {
      throw new PageException();
    }
    return bytes.length;
  }

  private String start() {
    return new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
