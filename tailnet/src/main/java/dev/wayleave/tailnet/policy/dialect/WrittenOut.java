package dev.wayleave.tailnet.policy.dialect;

/// Rules for what other control planes take for granted.
final class WrittenOut {
  /// The value of `acls` that lets every node reach every other.
  static final String ALLOW_ALL =
      """
      [
      // The control plane that this policy comes from allows everything where there are no rules.
      {"action": "accept", "src": ["*"], "dst": ["*:*"]},
      ]
      """;

  /// The value of `acls` that lets no node reach any other.
  static final String DENY_ALL =
      """
      [
      // The control plane that this policy comes from denies everything where there are no rules.
      ]
      """;

  /// A whole policy that lets every node reach every other.
  static final String ALLOW_ALL_POLICY =
      """
      {
      	"acls": [
      		// There was no policy where this tailnet comes from, which allowed everything.
      		{"action": "accept", "src": ["*"], "dst": ["*:*"]},
      	],
      }
      """;

  private WrittenOut() {}
}
