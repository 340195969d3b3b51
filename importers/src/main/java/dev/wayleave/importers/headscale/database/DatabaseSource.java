package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Headscale database without its configuration: users, nodes, keys and policies, no settings.
///
/// @param meaning what becomes of a policy's rules that mean something else here
public record DatabaseSource(HeadscaleDatabase database, PolicyMeaning meaning)
    implements InventorySource {
  /// The kind that a source of Headscale has.
  public static final String KIND = "headscale";

  /// The source `headscale+sqlite:FILE`.
  public static DatabaseSource sqlite(Path file, Path temporary) {
    return new DatabaseSource(new HeadscaleDatabase.SqliteFile(file, temporary), PolicyMeaning.ASK);
  }

  /// The source `headscale+pgdump:FILE`.
  public static DatabaseSource pgDump(Path file) {
    return new DatabaseSource(new HeadscaleDatabase.DumpFile(file), PolicyMeaning.ASK);
  }

  /// The source `headscale+postgres://[user@]host[:port]/database[?sslmode=…]`.
  ///
  /// @param rest what follows `headscale+postgres:`
  /// @param environment where password, password file and default user are looked up
  public static DatabaseSource postgres(String rest, Map<String, String> environment)
      throws SourceException {
    PostgresAddress address = PostgresAddress.parse(rest, environment);
    return new DatabaseSource(
        new HeadscaleDatabase.PostgresDatabase(
            address, PostgresPassword.find(address, environment)),
        PolicyMeaning.ASK);
  }

  /// The same source under another choice about its policy.
  public DatabaseSource withMeaning(PolicyMeaning other) {
    return new DatabaseSource(database, other);
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    DatabaseReading read = database.read(progress);
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo(KIND, read.release(), read.database()));
    read.addTo(inventory);
    List<Finding> findings = new ArrayList<>(read.findings());
    // Names were cut at the `@` by default; the configuration that may say otherwise is not here.
    PolicyImport.Result policies =
        new PolicyImport(inventory.build(), read.release(), true, meaning)
            .translate(read.policiesInUse(), null);
    policies.versions().forEach(inventory::add);
    policies.tags().applyTo(inventory, findings);
    findings.add(
        read.policies().isEmpty()
            ? policyUnknown()
            : modeUnknown(read.policies().getLast().value().id()));
    Inventory built = inventory.build();
    findings.addAll(PolicyFaults.of(built));
    findings.addAll(policies.findings());
    return new Reading(built, read.counts(), findings);
  }

  private static Finding policyUnknown() {
    return Finding.action(
        "POLICY_UNKNOWN",
        "policy",
        "The database holds no policy; Headscale may go by a file that its configuration names.",
        "Read headscale:CONFIG.yaml instead, or set a policy after the migration: without one every"
            + " node reaches every other.");
  }

  private static Finding modeUnknown(String newest) {
    return Finding.info(
        "POLICY_MODE_UNKNOWN",
        "policy " + newest + " (database)",
        "The newest policy in the database, "
            + newest
            + ", is taken as the one in use; whether Headscale goes by it stands in its"
            + " configuration.",
        "Read headscale:CONFIG.yaml instead where policy.mode may be file.");
  }
}
