package dev.wayleave.exporters.headscale.oddities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wayleave.exporters.headscale.HeadscaleTarget;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What became of a database on its way into another one.
///
/// @param findings of reading and of planning
/// @param again what the other database holds
record Journey(Reading source, List<Finding> findings, Reading again) {

  /// Goes all the way, and on to the other engine; whatever no finding tells of has to arrive.
  static Journey of(Path file, Destination to, String... accepted) throws Exception {
    return of(read(file), to, accepted);
  }

  static Journey of(Reading source, Destination to, String... accepted) throws Exception {
    Journey there = oneWay(source, to, accepted);
    try (Destination other = to.other()) {
      Journey on = oneWay(there.again(), other, accepted);
      Carried carried = Carried.of(source);
      assertThat(carried.entities(on.again())).isEqualTo(carried.entities(source));
    }
    return there;
  }

  static Journey oneWay(Reading source, Destination to, String... accepted) throws Exception {
    HeadscaleTarget target = to.target();
    Preview preview = target.plan(source, PlanOptions.CAREFUL, Progress.SILENT);
    target.apply(preview, Set.of(accepted), Progress.SILENT);
    to.check();
    Reading again = to.read();
    Carried carried = Carried.of(source);
    assertThat(carried.entities(again)).isEqualTo(carried.entities(source));
    assertThat(
            to.target().plan(source, PlanOptions.CAREFUL, Progress.SILENT).plan().changesAnything())
        .isFalse();
    return new Journey(source, preview.plan().findings(), again);
  }

  /// Why a database cannot go there.
  static TargetException refused(Reading source, Destination to, String... accepted) {
    HeadscaleTarget target = to.target();
    return catchThrowableOfType(
        TargetException.class,
        () ->
            target.apply(
                target.plan(source, PlanOptions.CAREFUL, Progress.SILENT),
                Set.of(accepted),
                Progress.SILENT));
  }

  static Reading read(Path file) throws SourceException {
    return DatabaseSource.sqlite(file, file.resolveSibling("temporary")).read(Progress.SILENT);
  }

  /// Findings of one kind, as `LEVEL object`.
  List<String> findings(String code) {
    return told(findings, code);
  }

  static List<String> told(List<Finding> findings, String code) {
    return findings.stream()
        .filter(finding -> finding.code().equals(code))
        .map(finding -> finding.level() + " " + finding.object())
        .toList();
  }

  Node node(long id) {
    return again.inventory().nodes().stream()
        .filter(node -> node.id().value() == id)
        .findFirst()
        .orElseThrow();
  }
}
