package dev.wayleave.exporters.tailscale;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A tailnet at hosted Tailscale as a target.
///
/// The API has no transactions: an apply that is cut off leaves what it set, says how far it came,
/// and the next one sets what is left. Nothing is set that was changed since it was planned.
public final class HostedTarget implements InventoryTarget {
  /// As many earlier migrations are named.
  private static final int LISTED = 5;

  private final HostedWork work;
  private final InventorySource present;
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
    this.work = new HostedWork(clients, state);
    this.present = present;
    this.names = new MigrationNames(clock, random);
  }

  @Override
  public Preview plan(Reading source, PlanOptions options, Progress progress)
      throws TargetException {
    return work.run(side -> {
      progress.at("asking the hosted side", 0, -1);
      HostedPlan plan =
          HostedPlan.draw(
              source, side.read(joined(source)), work.steps(side).applied(), options, side);
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
    List<String> notes = work.run(side -> write(migration, plan, work.steps(side), progress));
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

  private List<String> write(
      String migration, HostedPlan plan, JournaledSteps steps, Progress progress)
      throws HostedException, IOException, TargetException {
    HostedJournal journal = steps.journal();
    // What is held for the time of the move is let go by its own command.
    List<String> earlier =
        journal.migrations().stream().filter(name -> !name.equals(HostedHold.MIGRATION)).toList();
    HostedState now = steps.side().read(JournaledSteps.named(plan.wanted().keySet()));
    int set = steps.carryOut(migration, plan.steps(), now, progress);
    agreed(plan, now, steps.applied());
    journal.writeApplied(steps.applied());
    List<String> notes = new ArrayList<>();
    notes.add(
        set == 0
            ? "The hosted side holds this already; nothing was set."
            : "%d values were set; what rollback needs is kept in %s."
                .formatted(set, journal.folder()));
    if (!earlier.isEmpty()) {
      notes.add(
          "Earlier migrations that can be taken back, those that were cut off too: %s%s."
              .formatted(
                  String.join(", ", earlier.subList(0, Math.min(LISTED, earlier.size()))),
                  earlier.size() > LISTED
                      ? " and %d more".formatted(earlier.size() - LISTED)
                      : ""));
    }
    return notes;
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
    return work.run(side -> work.steps(side).takeBack(migration, progress));
  }
}
