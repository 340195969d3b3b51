package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.policy.dialect.Originals;

/// Where a Headscale server is to look for its policy.
public enum PolicyPlace {
  /// The newest row of `policies`.
  DATABASE,
  /// A file that the configuration names, or no policy where it names none.
  FILE;

  private static final String MODE = "policy.mode";

  /// As at the source, or a file where the source does not say.
  ///
  /// Where no policy is in force, a database with older versions would bring the newest of them
  /// back into force; then it is a file, and none is named.
  public static PolicyPlace of(Inventory inventory) {
    boolean database =
        inventory.server().map(ServerSettings::other).map(other -> other.get(MODE)).stream()
            .anyMatch("database"::equals);
    boolean none = Originals.forSource(inventory.policies()) instanceof Originals.WayBack.None;
    return database && !(none && !inventory.policies().isEmpty()) ? DATABASE : FILE;
  }
}
