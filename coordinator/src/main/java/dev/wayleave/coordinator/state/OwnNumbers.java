package dev.wayleave.coordinator.state;

import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Numbers for what is made here and must never meet something imported.
///
/// They lie above any that a Headscale reaches, and are drawn by chance, so that two coordinators
/// of which one is imported into the other do not meet either.
final class OwnNumbers {
  private static final long BELONG_TO_IMPORTS = 1_000_000_000;

  /// Numbers stay below 2^31, which every client can hold.
  private static final long SPAN = 1L << 30;

  private OwnNumbers() {}

  static <I> I free(RandomGenerator random, LongFunction<I> id, Predicate<I> isFree) {
    while (true) {
      I drawn = id.apply(BELONG_TO_IMPORTS + 1 + random.nextLong(SPAN));
      if (isFree.test(drawn)) {
        return drawn;
      }
    }
  }
}
