package dev.wayleave.exporters.headscale.row;

import static java.util.Map.entry;

import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.Originals;
import dev.wayleave.tailnet.policy.dialect.Originals.WayBack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes `policies`, of which Headscale goes by the newest.
record Policies(Target target) implements Kind<PolicyVersion> {
  private static final String ORIGIN = "database";

  @Override
  public EntityKind kind() {
    return EntityKind.POLICY;
  }

  @Override
  public Class<PolicyVersion> type() {
    return PolicyVersion.class;
  }

  @Override
  public String table() {
    return "policies";
  }

  @Override
  public long id(PolicyVersion version) {
    return Long.parseLong(version.id());
  }

  @Override
  public Map<String, Column<PolicyVersion>> columns() {
    return Map.ofEntries(
        entry("id", Column.of("id", Meaning.NUMBER, version -> Form.number(id(version)))),
        entry("data", Column.of("data", Meaning.TEXT, version -> Form.text(version.text()))),
        entry(
            "created_at",
            Column.of(
                "created_at", Meaning.MOMENT, version -> target.form().time(version.createdAt()))));
  }

  @Override
  public boolean admits(PolicyVersion version, Remarks remarks) {
    if (version.author() != null || version.message() != null) {
      remarks.add(
          Finding.info(
              "POLICY_AUTHOR_LOST",
              Labels.object(version),
              "Headscale does not note who put a policy in force, nor why.",
              "Nothing."));
    }
    return true;
  }

  /// The versions that are rows, and behind them one with the text to go by unless the newest has
  /// it.
  static List<Entity<?>> versions(
      Inventory inventory, @Nullable String chosen, List<RawRow> deleted, Remarks remarks) {
    List<Entity<?>> numbered = new ArrayList<>();
    for (Entity<?> entity : inventory.entities(EntityKind.POLICY)) {
      if (isNumbered(entity.ref().id())) {
        numbered.add(entity);
      }
    }
    numbered.sort(Comparator.comparingLong(entity -> Long.parseLong(entity.ref().id())));
    WayBack wayBack = Originals.forSource(inventory.policies());
    String wanted = chosen == null ? wanted(wayBack, remarks) : chosen;
    boolean newest =
        !numbered.isEmpty()
            && numbered.getLast().value() instanceof PolicyVersion version
            && version.text().equals(wanted);
    if (wanted != null && !newest) {
      numbered.add(new Entity<>(appended(inventory, wanted, numbered, deleted), null));
    }
    reportUnnumbered(inventory, wayBack, remarks);
    return numbered;
  }

  /// The text that Headscale will go by, be it in a row or in a file; null where there is none.
  static @Nullable String text(Inventory inventory, @Nullable String chosen) {
    if (chosen != null) {
      return chosen;
    }
    return Originals.forSource(inventory.policies()) instanceof WayBack.Text(PolicyVersion version)
        ? version.text()
        : null;
  }

  private static boolean isNumbered(String id) {
    return id.matches("[1-9]\\d{0,17}");
  }

  private static @Nullable String wanted(WayBack wayBack, Remarks remarks) {
    if (!(wayBack instanceof WayBack.Text(PolicyVersion version))) {
      return null;
    }
    if (version.id().equals(PolicyVersion.FILE_ID)) {
      remarks.add(
          Finding.info(
              "POLICY_IN_FILE",
              Labels.object(version),
              "The policy in force is a file (" + version.origin() + "), not a row.",
              "Put it where policy.path names it, where the configuration is not written too."));
      return null;
    }
    return version.text();
  }

  private static PolicyVersion appended(
      Inventory inventory, String text, List<Entity<?>> numbered, List<RawRow> deleted) {
    long last =
        Stream.concat(
                numbered.stream().map(entity -> entity.ref().id()),
                deleted.stream().map(row -> new Row(row).text("id")))
            .filter(Policies::isNumbered)
            .mapToLong(Long::parseLong)
            .max()
            .orElse(0);
    return new PolicyVersion(
        Long.toString(last + 1),
        text,
        true,
        ORIGIN,
        inventory.policyInUse().map(PolicyVersion::createdAt).orElse(null));
  }

  private static void reportUnnumbered(Inventory inventory, WayBack wayBack, Remarks remarks) {
    for (PolicyVersion version : inventory.policies()) {
      boolean forced = version.inUse() || wayBack.equals(new WayBack.Text(version));
      if (!isNumbered(version.id()) && !forced) {
        remarks.add(
            Finding.info(
                "POLICY_VERSION_LEFT_OUT",
                Labels.object(version),
                "The version was never a row of a database (" + version.origin() + ").",
                "Nothing: it is not in force."));
      }
    }
  }
}
