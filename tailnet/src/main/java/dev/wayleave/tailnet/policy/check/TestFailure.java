package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.policy.syntax.Position;

/// Why a policy's own test fails.
public sealed interface TestFailure {
  /// What the hosted service says of a policy of which any test fails.
  String MESSAGE = "test(s) failed";

  /// Where the test stands, for example `tests[0]`.
  String test();

  Position at();

  /// The source of the test as written.
  String source();

  /// What is wrong, in the words of the hosted service where they are known.
  String sentence();

  /// The policy decides otherwise than the test wants.
  ///
  /// @param subject what the decision is about, for example `address "tag:web:22"`
  /// @param destination the destination as written
  record Unmet(
      String test,
      Position at,
      String source,
      String subject,
      String destination,
      Outcome wanted,
      Outcome got)
      implements TestFailure {
    @Override
    public String sentence() {
      return subject + ": want: " + wanted.text() + ", got: " + got.text();
    }
  }

  /// The test cannot be carried out.
  record Malformed(String test, Position at, String source, String sentence)
      implements TestFailure {}
}
