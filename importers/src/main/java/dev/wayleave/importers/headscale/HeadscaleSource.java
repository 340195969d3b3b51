package dev.wayleave.importers.headscale;

import dev.wayleave.importers.headscale.config.DatabaseLocation;
import dev.wayleave.importers.headscale.config.HeadscaleConfig;
import dev.wayleave.importers.headscale.config.HeadscaleConfigReader;
import dev.wayleave.importers.headscale.config.PolicyInUse;
import dev.wayleave.importers.headscale.database.DatabaseReading;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.importers.headscale.database.HeadscaleDatabase;
import dev.wayleave.importers.headscale.database.PolicyFaults;
import dev.wayleave.importers.headscale.database.PolicyImport;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The source `headscale:CONFIG.yaml`: everything that a Headscale server has.
public final class HeadscaleSource implements InventorySource {
  private final Path config;
  private final Map<String, String> environment;
  private final Path temporary;
  private final PolicyMeaning meaning;

  /// A source whose operator has not chosen what its policy is to mean.
  public HeadscaleSource(Path config, Map<String, String> environment, Path temporary) {
    this(config, environment, temporary, PolicyMeaning.ASK);
  }

  /// @param environment variables that override settings, and where a password for PostgreSQL is
  ///   looked up that the configuration lacks
  /// @param temporary where a private copy of an SQLite database may lie while it is read
  /// @param meaning what becomes of a policy's rules that mean something else here
  public HeadscaleSource(
      Path config, Map<String, String> environment, Path temporary, PolicyMeaning meaning) {
    this.config = config;
    this.environment = Map.copyOf(environment);
    this.temporary = temporary;
    this.meaning = meaning;
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    HeadscaleConfig found = new HeadscaleConfigReader(config, environment).read();
    DatabaseReading database = open(found.database()).read(progress);
    HeadscaleConfig settings = found.forRelease(database.release());
    SourceInfo info = new SourceInfo(DatabaseSource.KIND, database.release(), database.database());
    Inventory.Builder inventory = Inventory.builder(info);
    inventory.add(settings.server()).add(settings.dns()).add(settings.derp());
    settings.secrets().forEach(inventory::add);
    database.addTo(inventory);
    List<Finding> findings = new ArrayList<>(settings.findings());
    findings.addAll(database.findings());
    List<Entity<PolicyVersion>> versions = versions(settings.policy(), database, findings);
    PolicyImport policies =
        new PolicyImport(
            inventory.build(),
            database.release(),
            PolicyTexts.stripsEmailDomain(settings.server()),
            meaning);
    PolicyImport.Result result = PolicyTexts.translate(policies, versions, findings);
    result.versions().forEach(inventory::add);
    result.tags().applyTo(inventory, findings);
    Inventory built = inventory.build();
    boolean yaml = versions.stream().anyMatch(version -> PolicyTexts.isYaml(version.value()));
    if (!yaml) {
      findings.addAll(PolicyFaults.of(built));
    }
    findings.addAll(result.findings());
    return new Reading(built, database.counts(), findings);
  }

  private HeadscaleDatabase open(DatabaseLocation location) {
    return switch (location) {
      case DatabaseLocation.SqliteFile(Path file) ->
          new HeadscaleDatabase.SqliteFile(file, temporary);
      case DatabaseLocation.Postgres at -> {
        PostgresAddress address =
            new PostgresAddress(at.host(), at.port(), at.name(), at.user(), at.sslMode(), null);
        SecretText password = at.password();
        yield new HeadscaleDatabase.PostgresDatabase(
            address,
            password == null
                ? PostgresPassword.find(address, environment)
                : PostgresPassword.of(password));
      }
    };
  }

  private static List<Entity<PolicyVersion>> versions(
      PolicyInUse inUse, DatabaseReading database, List<Finding> findings) {
    return switch (inUse) {
      case PolicyInUse.Database _ -> {
        if (database.policies().isEmpty()) {
          findings.add(
              Finding.info(
                  PolicyTexts.ABSENT,
                  "setting policy.mode",
                  "The policy is in the database, which has none, and so Headscale lets every node"
                      + " reach every other.",
                  "Nothing, if that is what is wanted."));
        }
        yield database.policiesInUse();
      }
      case PolicyInUse.File(PolicyVersion version) -> {
        List<Entity<PolicyVersion>> all = new ArrayList<>(unused(database.policies(), findings));
        all.add(new Entity<>(version, null));
        yield all;
      }
      case PolicyInUse.Absent _ -> unused(database.policies(), findings);
    };
  }

  private static List<Entity<PolicyVersion>> unused(
      List<Entity<PolicyVersion>> policies, List<Finding> findings) {
    if (!policies.isEmpty()) {
      findings.add(
          Finding.info(
              "POLICY_VERSIONS_UNUSED",
              "setting policy.mode",
              "The database holds policies ("
                  + policies.size()
                  + ") that are not in use, because policy.mode is file; they are carried as history.",
              "Nothing."));
    }
    return policies;
  }
}
