package dev.wayleave.cli.report;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Plans with a bit of everything.
final class Plans {
  private static final String SHA256 =
      "5339c2eb3f1156be91cc8d28806df0a8c03e35fdc52f7457bcfd84b3aa2f1c11";

  private Plans() {}

  static PlanDocument ofEverything() {
    List<PlanItem> items =
        List.of(
            item(PlanItem.Op.CREATE, EntityKind.USER, "1", "alice", ""),
            item(PlanItem.Op.KEEP, EntityKind.USER, "9", "local", "made by the target"),
            new PlanItem(
                PlanItem.Op.UPDATE,
                new EntityRef(EntityKind.NODE, "5"),
                "db-1",
                List.of(new FieldDiff("approvedRoutes", "[]", "[\"10.0.0.0/8\"]")),
                ""),
            item(PlanItem.Op.DELETE, EntityKind.NODE, "6", "old", "the source deleted it"),
            item(PlanItem.Op.CONFLICT, EntityKind.NODE, "7", "web-1", "both sides changed it"));
    List<Finding> findings =
        List.of(
            Finding.info("USER_NAMELESS", "user 1 (alice)", "The name is empty.", "Nothing."),
            Finding.blocker(
                "COLLISION_ADDRESS",
                "node 5 (db-1)",
                "It has the address 100.64.0.5, which node 7 (web-1) has too.",
                "Give one of the two another address where it comes from, and plan again."));
    return document(
        items,
        findings,
        Map.of(
            EntityKind.USER, new KindSummary(1, 0, 0, 3, 0, 1),
            EntityKind.NODE, new KindSummary(0, 1, 1, 12, 1, 0)));
  }

  static PlanDocument ofNodes(int count) {
    List<PlanItem> items = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      items.add(item(PlanItem.Op.CREATE, EntityKind.NODE, Integer.toString(id), "n" + id, ""));
    }
    return document(
        items, List.of(), Map.of(EntityKind.NODE, new KindSummary(count, 0, 0, 0, 0, 0)));
  }

  /// Every text that comes from elsewhere is this one.
  static PlanDocument ofHostile(String text) {
    List<PlanItem> items =
        List.of(
            new PlanItem(
                PlanItem.Op.UPDATE,
                new EntityRef(EntityKind.NODE, text),
                text,
                List.of(new FieldDiff(text, text, text)),
                text));
    return new PlanDocument(
        PlanDocument.FORMAT,
        text,
        text,
        false,
        false,
        null,
        null,
        null,
        plan(
            new SourceInfo(text, text, text),
            items,
            List.of(Finding.blocker(text, text, text, text)),
            Map.of(EntityKind.NODE, new KindSummary(0, 1, 0, 0, 0, 0))));
  }

  private static PlanItem item(
      PlanItem.Op op, EntityKind kind, String id, String label, String note) {
    return new PlanItem(op, new EntityRef(kind, id), label, List.of(), note);
  }

  private static PlanDocument document(
      List<PlanItem> items, List<Finding> findings, Map<EntityKind, KindSummary> summary) {
    return PlanDocument.of(
        "headscale:/etc/headscale/config.yaml",
        "wayleave:http://127.0.0.1:8080",
        plan(new SourceInfo("headscale", "0.29.2", "sqlite"), items, findings, summary));
  }

  private static Plan plan(
      SourceInfo source,
      List<PlanItem> items,
      List<Finding> findings,
      Map<EntityKind, KindSummary> summary) {
    return new Plan(
        source,
        new Counts(4, 14, 0, 0, 0, 0),
        "sha256:aaaa",
        "sha256:bbbb",
        PlanOptions.CAREFUL,
        summary,
        Map.of(
            EntityKind.USER,
            new KindDigest(4, SHA256),
            EntityKind.NODE,
            new KindDigest(14, SHA256)),
        items,
        findings);
  }
}
