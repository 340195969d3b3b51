package dev.wayleave.protocol.chance;

import java.security.SecureRandom;
import java.util.function.Consumer;

/// A source of randomness that a test decides on.
public final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Consumer<byte[]> filler;

  public FixedRandom(Consumer<byte[]> filler) {
    this.filler = filler;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    filler.accept(bytes);
  }
}
