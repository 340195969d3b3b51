package dev.wayleave.exporters.headscale;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says what a tailnet has that stands beside Headscale's database, in files; what Headscale does
/// not know at all, the rows' renderer says.
final class BareDatabase {
  private static final String WHOLE = "Write the whole server with headscale:DIR";

  private BareDatabase() {}

  static List<Finding> findings(Inventory source) {
    List<Finding> findings = new ArrayList<>();
    settings(source).ifPresent(findings::add);
    for (Secret secret : source.secrets()) {
      // Headscale has no file for it either; the rows' renderer says so.
      if (secret.role() == Secret.SecretRole.LOCK_DISABLEMENT) {
        continue;
      }
      findings.add(
          Finding.action(
              "SECRET_NOT_IN_DATABASE",
              "secret " + secret.role().label(),
              "Headscale keeps it in a file, so it is not in the database.",
              WHOLE + ", or put the file in its place yourself."));
    }
    return findings;
  }

  private static Optional<Finding> settings(Inventory source) {
    List<String> kinds = new ArrayList<>();
    source.server().ifPresent(_ -> kinds.add("server"));
    source.dns().ifPresent(_ -> kinds.add("DNS"));
    source.derp().ifPresent(_ -> kinds.add("DERP"));
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.action(
            "SETTINGS_NOT_IN_DATABASE",
            String.join(", ", kinds) + " settings",
            "Headscale keeps them in its configuration, so they are not in the database.",
            WHOLE + ", or see to it that its config.yaml says the same."));
  }
}
