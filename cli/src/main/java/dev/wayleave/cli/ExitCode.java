package dev.wayleave.cli;

/// What a command ends with.
final class ExitCode {
  /// Done, or no difference.
  static final int DONE = 0;

  /// It could not be done.
  static final int FAILED = 1;

  /// Differences, blockers, or losses that were not accepted.
  static final int DIFFERENT = 2;

  private ExitCode() {}
}
