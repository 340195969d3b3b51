package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.model.PolicyVersion;

/// Which policy Headscale goes by.
public sealed interface PolicyInUse {
  /// The newest version in its database.
  record Database() implements PolicyInUse {}

  /// The text of a file.
  record File(PolicyVersion version) implements PolicyInUse {}

  /// None: Headscale then lets every node reach every other.
  record Absent() implements PolicyInUse {}
}
