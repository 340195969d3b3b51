package dev.wayleave.testkit.seed;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// The number that all chance of a test comes from.
///
/// It is new with each run and printed, so that a run that failed can be repeated:
///
/// ```
/// ./mvnw verify -Dtest=FooTest -Dwayleave.seed=0123456789abcdef
/// ```
public record Seed(long value) {
  /// The system property that repeats a run.
  public static final String PROPERTY = "wayleave.seed";

  private static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /// The seed of [#PROPERTY], else a new one; it is printed with the name of who uses it.
  public static Seed printedFor(String user) {
    Seed seed = chosen(System.getProperty(PROPERTY), RandomGenerator.getDefault());
    System.out.printf("%s uses -D%s=%s%n", user, PROPERTY, seed);
    return seed;
  }

  static Seed chosen(@Nullable String wanted, RandomGenerator otherwise) {
    return wanted == null ? new Seed(otherwise.nextLong()) : parse(wanted);
  }

  /// Reads what [#toString] writes.
  public static Seed parse(String text) {
    if (!text.matches("[0-9a-fA-F]{1,16}")) {
      throw new IllegalArgumentException(
          "seed \"%s\" is not a hexadecimal number of up to 16 digits".formatted(text));
    }
    return new Seed(HexFormat.fromHexDigitsToLong(text));
  }

  /// A generator at the beginning of this seed's sequence; equal seeds give equal sequences.
  public RandomGenerator generator() {
    return ALGORITHM.create(value);
  }

  /// A seed for one part of a test, so that parts do not depend on each other's draws.
  public Seed part(int number) {
    return new Seed(ALGORITHM.create(value + number).nextLong());
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
