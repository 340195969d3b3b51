package dev.wayleave.coordinator.api.migration;

import dev.wayleave.coordinator.derpmap.DerpMaps;
import dev.wayleave.tailnet.cutover.waves.MoveFindings;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import dev.wayleave.tailnet.inventory.plan.Planned;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.Transition;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Foresees what would keep the two sides of a move apart once a plan is carried out, so that it is
/// known before anybody moves.
@Singleton
final class PlannedMoves {
  private static final Set<EntityKind> CONCERNED =
      Set.of(EntityKind.NODE, EntityKind.DERP, EntityKind.TRANSITION);

  private final DerpMaps relays;

  PlannedMoves(DerpMaps relays) {
    this.relays = relays;
  }

  /// None where no move is under way afterwards.
  List<Finding> findings(Inventory target, Planned planned) {
    Tailnet after = after(target, planned.changes());
    if (after.transition().filter(Transition::underWay).isEmpty()) {
      return List.of();
    }
    Optional<Set<Long>> regions = relays.regionsOfMove(after.derp());
    Set<String> told = told(planned.plan().findings());
    return MoveFindings.of(after, regions).stream()
        .filter(finding -> !told.contains(subject(finding)))
        .toList();
  }

  private static Tailnet after(Inventory target, List<EntityChange> changes) {
    Map<EntityRef, TailnetEntity> result = new HashMap<>();
    for (EntityKind kind : CONCERNED) {
      target.entities(kind).forEach(entity -> result.put(entity.ref(), entity.value()));
    }
    for (EntityChange change : changes) {
      Entity<?> after = change.after();
      if (!CONCERNED.contains(change.ref().kind())) {
        continue;
      }
      if (after == null) {
        result.remove(change.ref());
      } else {
        result.put(change.ref(), after.value());
      }
    }
    return Tailnet.of(0, LastIds.NONE, result.values());
  }

  /// A source that tells why a home is not known says more than that it is not.
  private static Set<String> told(List<Finding> findings) {
    return findings.stream().map(PlannedMoves::subject).collect(Collectors.toSet());
  }

  private static String subject(Finding finding) {
    String matter =
        finding.code().equals("HOME_RELAY_UNKNOWN") ? "HOME_REGION_UNKNOWN" : finding.code();
    return matter + " " + finding.object();
  }
}
