package dev.wayleave.protocol.chance;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A seeded generator; the seed is printed, and `-Dwayleave.seed=0123456789abcdef` repeats it.
public final class Chance {
  private final RandomGenerator generator;

  private Chance(long seed) {
    generator = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public static Chance printedFor(Class<?> user) {
    String wanted = System.getProperty("wayleave.seed");
    long seed =
        wanted == null
            ? RandomGenerator.getDefault().nextLong()
            : HexFormat.fromHexDigitsToLong(wanted);
    System.out.printf(
        "%s uses -Dwayleave.seed=%s%n", user.getSimpleName(), HexFormat.of().toHexDigits(seed));
    return new Chance(seed);
  }

  /// From 0 to `bound`, excluding it.
  public int below(int bound) {
    return generator.nextInt(bound);
  }

  public byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    generator.nextBytes(bytes);
    return bytes;
  }

  public ByteBuffer buffer(int size) {
    return ByteBuffer.wrap(bytes(size));
  }

  /// The same bytes with a few changed, cut off, repeated or put in.
  public byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    for (int rounds = 1 + below(3); rounds > 0; rounds--) {
      bytes = mutatedOnce(bytes);
    }
    return bytes;
  }

  private byte[] mutatedOnce(byte[] bytes) {
    int at = bytes.length == 0 ? 0 : below(bytes.length);
    return switch (below(5)) {
      case 0 -> joined(bytes, at, new byte[0], bytes.length);
      case 1 -> joined(bytes, at, bytes(1 + below(40)), at);
      case 2 -> joined(bytes, at, bytes(1), Math.min(at + 1, bytes.length));
      case 3 -> joined(bytes, bytes.length, bytes, at);
      default ->
          joined(bytes, at, new byte[] {(byte) (below(2) - 1)}, Math.min(at + 1, bytes.length));
    };
  }

  /// The front of `bytes` until `end`, `middle`, and the rest from `from`.
  private static byte[] joined(byte[] bytes, int end, byte[] middle, int from) {
    return ByteBuffer.allocate(end + middle.length + bytes.length - from)
        .put(bytes, 0, end)
        .put(middle)
        .put(bytes, from, bytes.length - from)
        .array();
  }

  /// Random bytes as keys are made of, out of the same seed.
  public SecureRandom keys() {
    return new FixedRandom(generator::nextBytes);
  }

  /// A source that gives these bytes, once, to whoever asks for a key.
  public static SecureRandom giving(byte[] key) {
    return new FixedRandom(target -> System.arraycopy(key, 0, target, 0, key.length));
  }
}
