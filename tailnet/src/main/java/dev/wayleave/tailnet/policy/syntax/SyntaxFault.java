package dev.wayleave.tailnet.policy.syntax;

/// One mistake in a policy's text.
///
/// @param what a clause that begins with a small letter and has no full stop
public record SyntaxFault(Position at, String what) {
  /// A clause, for example `line 12, column 8: expected a value, found '}'`.
  @Override
  public String toString() {
    return at + ": " + what;
  }
}
