package dev.wayleave.cli.report;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/// Short phrases that the reports share.
final class Sides {
  private static final int SHOWN_DIGEST = 16;

  private Sides() {}

  /// What wrote a source, for example `(headscale 0.29.2, sqlite)`.
  static String of(SourceInfo source) {
    StringBuilder text = new StringBuilder(source.kind());
    if (!source.release().isEmpty()) {
      text.append(' ').append(source.release());
    }
    if (!source.database().isEmpty()) {
      text.append(", ").append(source.database());
    }
    return "(" + text + ")";
  }

  static String shortened(String sha256) {
    return sha256.length() <= SHOWN_DIGEST ? sha256 : sha256.substring(0, SHOWN_DIGEST) + "…";
  }

  static long total(Plan plan, ToLongFunction<KindSummary> count) {
    return plan.summary().values().stream().mapToLong(count).sum();
  }

  static long findings(Plan plan, Finding.Level level) {
    return plan.findings().stream().filter(finding -> finding.level() == level).count();
  }

  /// What a plan comes to, in a sentence or two.
  static String verdict(Plan plan) {
    String what =
        plan.changesAnything()
            ? "%d to create, %d to update, %d to delete."
                .formatted(
                    total(plan, KindSummary::create),
                    total(plan, KindSummary::update),
                    total(plan, KindSummary::delete))
            : "Nothing to change.";
    List<String> weights = new ArrayList<>();
    count(weights, total(plan, KindSummary::conflict), "conflict", "conflicts");
    count(weights, findings(plan, Finding.Level.BLOCKER), "blocker", "blockers");
    count(weights, findings(plan, Finding.Level.LOSSY), "loss", "losses");
    count(weights, findings(plan, Finding.Level.ACTION), "action", "actions");
    String rest = weights.isEmpty() ? "" : " " + String.join(", ", weights) + ".";
    return what + rest + (plan.obstacles(Set.of()).isEmpty() ? "" : " Apply refuses as it is.");
  }

  private static void count(List<String> weights, long count, String one, String many) {
    if (count > 0) {
      weights.add(count + " " + (count == 1 ? one : many));
    }
  }
}
