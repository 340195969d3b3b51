package dev.wayleave.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.plan.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds out whether a target holds what a source holds.
public final class Verifier {
  private static final int MOST_FINDINGS = 1000;
  private static final int LONGEST_VALUE = 120;

  private final Inventory source;
  private final Inventory target;
  private final List<Finding> findings = new ArrayList<>();
  private long differences;

  private Verifier(HeadscaleSides sides) {
    this.source = sides.source();
    this.target = sides.target();
    this.findings.addAll(sides.notes());
  }

  /// Compares a source with a target that both were just read.
  public static Verification verify(
      String from, Inventory source, String to, Inventory target, Instant now) {
    return new Verifier(new HeadscaleSides(source, target, List.of())).verify(from, to, now);
  }

  /// The same for a target that is a Headscale, which keeps less of a tailnet, and some of it
  /// otherwise.
  public static Verification verifyHeadscale(
      String from, Inventory source, String to, Inventory target, Instant now) {
    return new Verifier(HeadscaleSides.of(source, target)).verify(from, to, now);
  }

  private Verification verify(String from, String to, Instant now) {
    source.entities().forEach(this::compare);
    return new Verification(
        differences == 0,
        from,
        to,
        source.source(),
        target.source(),
        kinds(),
        differences,
        List.copyOf(findings),
        now);
  }

  private Map<EntityKind, KindComparison> kinds() {
    Map<EntityKind, KindComparison> kinds = new EnumMap<>(EntityKind.class);
    for (EntityKind kind : EntityKind.values()) {
      List<Entity<?>> shared =
          target.entities(kind).stream()
              .filter(entity -> source.find(entity.ref()).isPresent())
              .toList();
      KindDigest here = Digests.comparable(source.entities(kind));
      long own = target.entities(kind).size() - (long) shared.size();
      if (here.count() > 0 || own > 0) {
        kinds.put(kind, new KindComparison(here, Digests.comparable(shared), own));
      }
    }
    return kinds;
  }

  private void compare(Entity<?> wanted) {
    Optional<Entity<?>> present = target.find(wanted.ref());
    if (present.isEmpty()) {
      found(
          "MISSING",
          wanted,
          "The target does not hold it.",
          "Plan and apply again, or accept that it was deleted there.");
    } else if (!wanted.value().equals(present.get().value())) {
      // What differs only beyond the microsecond, or by where a secret is withheld, is no
      // difference.
      differing(wanted, present.get());
    }
  }

  private void differing(Entity<?> wanted, Entity<?> present) {
    List<String> fields = new ArrayList<>();
    ObjectNode here = InventoryJson.comparable().tree(wanted.value());
    ObjectNode there = InventoryJson.comparable().tree(present.value());
    TreeSet<String> names = new TreeSet<>();
    here.fieldNames().forEachRemaining(names::add);
    there.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonNode before = field(here, name);
      JsonNode after = field(there, name);
      if (!before.equals(after)) {
        fields.add("%s is %s there and %s here".formatted(name, text(after), text(before)));
      }
    }
    if (!fields.isEmpty()) {
      found(
          "DIFFERENT",
          wanted,
          "It differs: " + String.join("; ", fields) + ".",
          "Plan again to see which side changed it.");
    }
  }

  private static JsonNode field(ObjectNode tree, String name) {
    JsonNode value = tree.get(name);
    return value == null ? MissingNode.getInstance() : value;
  }

  private static String text(JsonNode value) {
    return SafeText.line(value.toString(), LONGEST_VALUE);
  }

  private void found(String code, Entity<?> entity, String what, String remedy) {
    differences++;
    if (findings.size() < MOST_FINDINGS) {
      findings.add(Finding.lossy(code, Labels.object(entity.value()), what, remedy));
    }
  }
}
