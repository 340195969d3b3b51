package dev.wayleave.exporters.headscale.files;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the directory of a Headscale server, its database aside.
///
/// A setting goes the way that the release has for it. One that the release has no way for, and one
/// that it would not start with, is a finding.
public final class HeadscaleFiles implements FilesRenderer {
  private static final String CONFIG = "config.yaml";

  @Override
  public ServerFiles render(Inventory inventory, SchemaRelease release, DatabaseChoice database) {
    if (inventory.server().isEmpty()) {
      return new ServerFiles(List.of(), List.of(withoutSettings()));
    }
    ServerSettings server = inventory.server().get();
    Draft draft = new Draft(release, server.other());
    new KeptSettings(draft).write();
    new ServerSection(draft).write(server, inventory.dns().map(DnsSettings::baseDomain).orElse(""));
    new OidcSection(draft).write(server);
    inventory.dns().ifPresent(dns -> new DnsSection(draft).write(dns));
    inventory.derp().ifPresent(derp -> new DerpSection(draft).write(derp));
    new DatabaseSection(draft).write(database);
    new SecretFiles(draft, inventory.secrets()).write(server.oidc() != null);
    new PolicySection(draft).write(PolicyPlace.of(inventory), policy(inventory, release));
    moved(draft);
    return new ServerFiles(files(draft, database), draft.findings());
  }

  /// The policy as the release is to read it, be it in a file or in the newest row of `policies`.
  public static HeadscaleExport.Outcome policy(Inventory inventory, SchemaRelease release) {
    return new HeadscaleExport(engine(release), inventory).export();
  }

  private static PolicyEngine engine(SchemaRelease release) {
    return PolicyEngine.ofRelease(release.label())
        .orElseThrow(() -> new AssertionError("every release that can be written has an engine"));
  }

  private static Finding withoutSettings() {
    return Finding.blocker(
        "SERVER_SETTINGS_ABSENT",
        "configuration " + CONFIG,
        "The source is a database alone and tells nothing of the server's settings and keys.",
        "Read it with its configuration (headscale:CONFIG.yaml), or write a database alone"
            + " (headscale+sqlite:FILE, headscale+postgres://…).");
  }

  private static void moved(Draft draft) {
    if (draft.moved().isEmpty()) {
      return;
    }
    draft.add(
        Finding.info(
            "CONFIG_PATHS_MOVED",
            "configuration " + CONFIG,
            draft.moved().entrySet().stream()
                .map(path -> path.getKey() + " is now " + path.getValue())
                .collect(
                    Collectors.joining(
                        ", ", "Files lie in the directory of the configuration: ", ".")),
            "Nothing, or move them and correct the configuration."));
  }

  private static List<ServerFile> files(Draft draft, DatabaseChoice database) {
    List<ServerFile> files = new ArrayList<>();
    String text =
        ConfigDocument.write(draft.release(), head(draft), draft.values(), notes(database));
    files.add(new ServerFile(CONFIG, SecretText.of(text), false));
    files.addAll(draft.files());
    return files;
  }

  private static String head(Draft draft) {
    return """
    Configuration of a Headscale server, release %s.

    Relative paths begin at the directory of this file. Those of DERP maps, extra records, the
    OIDC secret and the unix socket begin where the server is started: start it in this directory,
    or write them out.
    """
        .formatted(draft.release().label());
  }

  private static Map<String, String> notes(DatabaseChoice database) {
    return database instanceof DatabaseChoice.Postgres
        ? Map.of(
            "database.postgres",
            "The password is not written here. Give it in the variable\n"
                + DatabaseSection.PASSWORD
                + ", or add the key \"pass\".")
        : Map.of();
  }
}
