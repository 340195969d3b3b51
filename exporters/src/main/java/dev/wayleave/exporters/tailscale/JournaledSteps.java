package dev.wayleave.exporters.tailscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Carries steps out so that they can be taken back: what was there is in the journal before
/// anything is set.
///
/// @param applied what counts as last set from here
record JournaledSteps(HostedSide side, HostedJournal journal, Map<String, String> applied) {
  static JournaledSteps on(HostedSide side, HostedJournal journal) throws IOException {
    return new JournaledSteps(side, journal, new TreeMap<>(journal.applied()));
  }

  /// Sets what is not set yet, unless it was changed since it was planned.
  ///
  /// @return how many values were set
  int carryOut(String migration, List<Step> steps, HostedState now, Progress progress)
      throws HostedException, IOException, TargetException {
    List<Step> left = new ArrayList<>();
    for (Step step : steps) {
      String there = now.value(step.aspect(), step.object()).orElse("");
      if (there.equals(step.before())) {
        left.add(step);
      } else if (!there.equals(step.after())) {
        throw new TargetException(
            CHANGED,
            "The %s of %s was changed on the hosted side since this was planned; plan again."
                .formatted(step.aspect().field(), step.label()));
      }
    }
    if (!left.isEmpty()) {
      remember(migration, left);
      int[] set = new int[1];
      HostedWriter writer =
          new HostedWriter(
              side,
              now.etag(),
              step -> {
                set[0]++;
                applied.put(step.key(), step.after());
              });
      try {
        writer.write(left, progress);
      } catch (HostedException e) {
        throw new HostedException(e.reason(), e.getMessage() + wayBack(set[0], left, migration), e);
      } catch (TargetException e) {
        throw new TargetException(e.reason(), e.getMessage() + wayBack(set[0], left, migration), e);
      } finally {
        journal.writeApplied(applied);
      }
    }
    return left.size();
  }

  /// What is journaled under the name already stays, as what was there at first.
  private void remember(String migration, List<Step> steps) throws IOException {
    Map<String, Step> all = new TreeMap<>();
    List<Step> ordered = new ArrayList<>();
    Map<String, String> formerly = new HashMap<>();
    Optional<HostedJournal.Entry> before = journal.entry(migration);
    before.ifPresent(entry -> {
      entry.steps().forEach(step -> all.put(step.key(), step));
      ordered.addAll(entry.steps());
      formerly.putAll(entry.formerly());
    });
    for (Step step : steps) {
      if (all.putIfAbsent(step.key(), step) == null) {
        ordered.add(step);
        String value = applied.get(step.key());
        if (value != null) {
          formerly.put(step.key(), value);
        }
      }
    }
    HostedAddress address = side.address();
    journal.write(
        new HostedJournal.Entry(
            migration, address.url() + " " + address.tailnet(), ordered, formerly));
  }

  private String wayBack(int set, Collection<Step> steps, String migration) {
    String tailnet = side.address().tailnet();
    return " %d of %d values are set; \"wayleave rollback --to tailscale:%s %s\" takes them back."
        .formatted(set, steps.size(), tailnet.equals(HostedAddress.OWN) ? "" : tailnet, migration);
  }

  /// Puts back what was there, unless a later change would be lost.
  RollbackOutcome takeBack(String migration, Progress progress)
      throws HostedException, IOException, TargetException {
    HostedJournal.Entry entry =
        journal
            .entry(migration)
            .orElseThrow(() ->
                new TargetException(
                    FAILED,
                    "There is no migration %s in %s; it was not applied from here or is already taken back."
                        .formatted(migration, journal.folder())));
    boolean ofDevices =
        entry.steps().stream()
            .allMatch(step -> step.aspect().isOfDevice() && step.aspect() != Aspect.ATTRIBUTE);
    HostedState now =
        ofDevices
            ? side.devices()
            : side.read(named(entry.steps().stream().map(Step::key).toList()));
    List<String> losses = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Step> back = new ArrayList<>();
    for (Step step : entry.steps().reversed()) {
      Optional<String> there = now.value(step.aspect(), step.object());
      if (there.isEmpty()) {
        notes.add(gone(step, now));
      } else if (there.get().equals(step.after())) {
        back.add(step.reversed());
      } else if (!there.get().equals(step.before())) {
        losses.add(
            "The %s of %s was changed since; what it is now would be lost."
                .formatted(step.aspect().field(), step.label()));
      }
    }
    if (!losses.isEmpty()) {
      return new RollbackOutcome.Refused(losses);
    }
    try {
      new HostedWriter(side, now.etag(), step -> restore(step, entry)).write(back, progress);
    } finally {
      journal.writeApplied(applied);
    }
    journal.remove(migration);
    return new RollbackOutcome.Done(migration, notes.stream().distinct().toList());
  }

  /// A device may have left. What the tailnet always has is there although it is not told, so that
  /// taking the rest back would only look like all of it.
  private String gone(Step step, HostedState now) throws TargetException {
    if (step.aspect().isOfDevice() && !now.devices().containsKey(step.device())) {
      return "The device %s is no longer there.".formatted(step.device());
    }
    throw new TargetException(
        UNAVAILABLE,
        "The hosted side does not tell the %s of %s, so nothing is taken back; give the credential the scope %s, and take it back again."
            .formatted(step.aspect().field(), step.label(), step.aspect().scope()));
  }

  private void restore(Step step, HostedJournal.Entry entry) {
    String former = entry.formerly().get(step.key());
    if (former == null) {
      applied.remove(step.key());
    } else {
      applied.put(step.key(), former);
    }
  }

  /// Devices of whose posture attributes any are among some values that are set.
  static Predicate<JsonNode> named(Collection<String> keys) {
    String attribute = Aspect.ATTRIBUTE + "/";
    Set<String> devices =
        keys.stream()
            .filter(key -> key.startsWith(attribute))
            .map(key -> AttributeWishes.split(key.substring(attribute.length())).getKey())
            .collect(Collectors.toSet());
    return device -> devices.contains(device.path("nodeId").asText());
  }
}
