package dev.wayleave.exporters.headscale.identity;

import java.nio.file.Path;

/// Where the server keeps the policy that it goes by.
public sealed interface PolicyHome {
  /// In the newest row of the database, which also is what a database alone is taken to mean.
  record Database() implements PolicyHome {}

  /// In a file that the configuration names.
  record File(Path path) implements PolicyHome {}

  /// Nowhere: there is none.
  record Nowhere() implements PolicyHome {}
}
