package dev.wayleave.protocol;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Chance for a test: new with each run, printed, and repeated by `-Dwayleave.seed=SEED`.
public final class FuzzSeed {
  private FuzzSeed() {}

  public static RandomGenerator printedFor(String user) {
    long seed = Long.getLong("wayleave.seed", System.nanoTime());
    System.out.println(user + " uses -Dwayleave.seed=" + seed);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// Up to `max` random bytes.
  public static byte[] bytes(RandomGenerator random, int max) {
    byte[] bytes = new byte[random.nextInt(max + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// The bytes with some of them changed, cut off, doubled or lengthened.
  public static byte[] damaged(byte[] bytes, RandomGenerator random) {
    byte[] copy = Arrays.copyOf(bytes, Math.max(0, bytes.length + random.nextInt(-8, 9)));
    for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt();
    }
    return random.nextBoolean() ? copy : Arrays.copyOf(copy, random.nextInt(copy.length + 1));
  }
}
