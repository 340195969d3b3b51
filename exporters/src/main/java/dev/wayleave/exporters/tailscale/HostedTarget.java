package dev.wayleave.exporters.tailscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.exporters.migration.StagedPlans;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A tailnet at hosted Tailscale as a target.
///
/// The API has no transactions: an apply that is cut off leaves what it set, says how far it came,
/// and the next one sets what is left. Nothing is set that was changed since it was planned.
public final class HostedTarget implements InventoryTarget {
  private final Supplier<HostedClient> clients;
  private final InventorySource present;
  private final HostedJournal journal;
  private final HostedAddress address;
  private final MigrationNames names;
  private final StagedPlans<HostedPlan> staged = new StagedPlans<>();

  /// @param clients gives a client for each piece of work, with its own time
  /// @param present reads the tailnet as a source does
  /// @param state the folder in which it is remembered what was set
  public HostedTarget(
      HostedAddress address,
      Supplier<HostedClient> clients,
      InventorySource present,
      Path state,
      InstantSource clock,
      RandomGenerator random) {
    this.address = address;
    this.clients = clients;
    this.present = present;
    this.journal = HostedJournal.of(state, address.url() + " " + address.tailnet());
    this.names = new MigrationNames(clock, random);
  }

  /// Work that asks the hosted side.
  @FunctionalInterface
  private interface Work<T> {
    T on(HostedSide side) throws HostedException, IOException, TargetException;
  }

  private <T> T work(Work<T> work) throws TargetException {
    try (HostedClient client = clients.get()) {
      return work.on(new HostedSide(client));
    } catch (HostedException e) {
      throw new TargetException(UNAVAILABLE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new TargetException(
          FAILED,
          "What was set cannot be remembered in %s; check that this user may write there."
              .formatted(journal.folder()),
          e);
    }
  }

  @Override
  public Preview plan(Reading source, PlanOptions options, Progress progress)
      throws TargetException {
    return work(side -> {
      progress.at("asking the hosted side", 0, -1);
      HostedPlan plan =
          HostedPlan.draw(source, side.read(joined(source)), journal.applied(), options, side);
      Preview preview = new Preview(names.next(), plan.plan());
      staged.put(preview, plan);
      return preview;
    });
  }

  @Override
  public Receipt apply(Preview preview, Set<String> acceptedCodes, Progress progress)
      throws TargetException {
    String migration = preview.migration();
    HostedPlan plan = staged.admitted(preview, acceptedCodes, "at " + address.url());
    List<String> notes = work(side -> write(migration, plan, side, progress));
    staged.remove(preview);
    return new Receipt(migration, preview.plan(), notes);
  }

  /// Devices of whose posture attributes the source has any.
  private static Predicate<JsonNode> joined(Reading source) {
    Set<String> keys =
        source.inventory().nodes().stream()
            .filter(node -> !node.attributes().isEmpty())
            .map(node -> node.machineKey().toString())
            .collect(Collectors.toSet());
    return device -> keys.contains(device.path("machineKey").asText());
  }

  /// Devices of whose posture attributes any are among some values that are set.
  private static Predicate<JsonNode> named(Stream<String> keys) {
    String attribute = Aspect.ATTRIBUTE + "/";
    Set<String> devices =
        keys.filter(key -> key.startsWith(attribute))
            .map(key -> AttributeWishes.split(key.substring(attribute.length())).getKey())
            .collect(Collectors.toSet());
    return device -> devices.contains(device.path("nodeId").asText());
  }

  private List<String> write(String migration, HostedPlan plan, HostedSide side, Progress progress)
      throws HostedException, IOException, TargetException {
    HostedState now = side.read(named(plan.wanted().keySet().stream()));
    List<Step> left = new ArrayList<>();
    for (Step step : plan.steps()) {
      String there = now.value(step.aspect(), step.object()).orElse("");
      if (there.equals(step.before())) {
        left.add(step);
      } else if (!there.equals(step.after())) {
        throw new TargetException(
            CHANGED,
            "The %s of %s was changed on the hosted side since this was planned; plan again."
                .formatted(
                    step.aspect().field(),
                    step.object().equals(Step.ONLY) ? "the tailnet" : step.object()));
      }
    }
    Map<String, String> applied = new TreeMap<>(journal.applied());
    if (!left.isEmpty()) {
      journal.write(new HostedJournal.Entry(migration, name(), left, formerly(left, applied)));
    }
    try {
      new HostedWriter(side, now.etag(), step -> applied.put(step.key(), step.after()))
          .write(left, progress);
      agreed(plan, now, applied);
    } finally {
      journal.writeApplied(applied);
    }
    return left.isEmpty()
        ? List.of("The hosted side holds this already; nothing was set.")
        : List.of(
            "%d values were set; what rollback needs is kept in %s."
                .formatted(left.size(), journal.folder()));
  }

  /// What both sides have alike counts as set from here.
  private static void agreed(HostedPlan plan, HostedState now, Map<String, String> applied) {
    plan.wanted()
        .forEach((key, value) -> {
          int slash = key.indexOf('/');
          Aspect aspect = Aspect.valueOf(key.substring(0, slash));
          if (now.value(aspect, key.substring(slash + 1)).filter(value::equals).isPresent()) {
            applied.put(key, value);
          }
        });
  }

  private static Map<String, String> formerly(List<Step> steps, Map<String, String> applied) {
    Map<String, String> formerly = new HashMap<>();
    for (Step step : steps) {
      String value = applied.get(step.key());
      if (value != null) {
        formerly.put(step.key(), value);
      }
    }
    return formerly;
  }

  private String name() {
    return address.url() + " " + address.tailnet();
  }

  @Override
  public Inventory read(Progress progress) throws TargetException {
    try {
      return present.read(progress).inventory();
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public RollbackOutcome rollback(String migration, Progress progress) throws TargetException {
    names.require(migration);
    return work(side -> rollback(migration, side, progress));
  }

  private RollbackOutcome rollback(String migration, HostedSide side, Progress progress)
      throws HostedException, IOException, TargetException {
    Optional<HostedJournal.Entry> found = journal.entry(migration);
    if (found.isEmpty()) {
      throw new TargetException(
          FAILED,
          "There is no migration %s in %s; it was not applied from here or is already taken back."
              .formatted(migration, journal.folder()));
    }
    HostedJournal.Entry entry = found.get();
    HostedState now = side.read(named(entry.steps().stream().map(Step::key)));
    List<String> losses = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Step> back = new ArrayList<>();
    for (Step step : entry.steps().reversed()) {
      Optional<String> there = now.value(step.aspect(), step.object());
      if (there.isEmpty()) {
        notes.add("The device %s is no longer there.".formatted(step.object()));
      } else if (there.get().equals(step.after())) {
        back.add(step.reversed());
      } else if (!there.get().equals(step.before())) {
        losses.add(
            "The %s of %s was changed since; what it is now would be lost."
                .formatted(step.aspect().field(), step.object()));
      }
    }
    if (!losses.isEmpty()) {
      return new RollbackOutcome.Refused(losses);
    }
    Map<String, String> applied = new TreeMap<>(journal.applied());
    try {
      new HostedWriter(side, now.etag(), step -> restore(step, entry, applied))
          .write(back, progress);
    } finally {
      journal.writeApplied(applied);
    }
    journal.remove(migration);
    return new RollbackOutcome.Done(migration, notes.stream().distinct().toList());
  }

  private static void restore(Step step, HostedJournal.Entry entry, Map<String, String> applied) {
    String former = entry.formerly().get(step.key());
    if (former == null) {
      applied.remove(step.key());
    } else {
      applied.put(step.key(), former);
    }
  }
}
