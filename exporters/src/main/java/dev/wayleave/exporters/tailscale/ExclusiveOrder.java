package dev.wayleave.exporters.tailscale;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts names and addresses in an order in which each is free when its turn comes.
///
/// A device may want what another has that is itself to get something else: that one goes first.
/// What stays taken, by a device that keeps it or in a ring, is left as it is and told.
final class ExclusiveOrder {
  private final HostedState present;
  private final Aspect aspect;

  ExclusiveOrder(HostedState present, Aspect aspect) {
    this.present = present;
    this.aspect = aspect;
  }

  /// Orders the steps of this aspect.
  ///
  /// @return the steps in their order; those of another aspect are not among them
  List<Step> order(List<Step> all, List<Finding> findings) {
    Map<String, String> holders = new HashMap<>();
    for (String device : present.devices().keySet()) {
      present.value(aspect, device).ifPresent(value -> holders.put(value, device));
    }
    List<Step> waiting =
        new ArrayList<>(all.stream().filter(step -> step.aspect() == aspect).toList());
    List<Step> ordered = new ArrayList<>();
    Set<String> given = new HashSet<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Step step : List.copyOf(waiting)) {
        String holder = holders.get(step.after());
        if ((holder == null || holder.equals(step.object())) && given.add(step.after())) {
          holders.remove(step.before());
          holders.put(step.after(), step.object());
          ordered.add(step);
          waiting.remove(step);
          moved = true;
        }
      }
    }
    waiting.forEach(step -> findings.add(taken(step, holders.getOrDefault(step.after(), ""))));
    return ordered;
  }

  private Finding taken(Step step, String holder) {
    return Finding.action(
        aspect == Aspect.NAME ? "HOSTED_NAME_TAKEN" : "HOSTED_ADDRESS_TAKEN",
        "device " + step.object(),
        "It is to get %s, which the device %s has there.".formatted(step.after(), holder),
        "Remove or change that device, then apply again.");
  }
}
