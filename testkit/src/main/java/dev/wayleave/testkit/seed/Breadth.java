package dev.wayleave.testkit.seed;

/// How much a test tries of what it could: some of it, or with `./mvnw -Pexhaustive` far more.
public final class Breadth {
  /// The system property that widens.
  public static final String PROPERTY = "wayleave.exhaustive";

  private Breadth() {}

  /// What is tried usually, or where all is to be tried.
  public static <T> T of(T usual, T exhaustive) {
    return Boolean.getBoolean(PROPERTY) ? exhaustive : usual;
  }
}
