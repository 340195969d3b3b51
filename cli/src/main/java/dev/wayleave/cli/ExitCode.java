package dev.wayleave.cli;

/// What a command ends with.
public final class ExitCode {
  /// Done, or no difference.
  public static final int DONE = 0;

  /// It could not be done.
  public static final int FAILED = 1;

  /// Differences, blockers, or losses that were not accepted.
  public static final int DIFFERENT = 2;

  private ExitCode() {}
}
