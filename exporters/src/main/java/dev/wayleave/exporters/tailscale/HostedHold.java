package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Lets no key expire on the hosted side while devices move away from it: a key that is renewed
/// there is unknown here.
///
/// It is one migration of its own, so that exactly what it set is taken back.
public final class HostedHold {
  /// What its migration is called.
  public static final String MIGRATION = "hold-key-expiry";

  private final HostedWork work;
  private final InstantSource clock;

  /// @param clients gives a client for each piece of work, with its own time
  /// @param state the folder in which it is remembered what was set
  public HostedHold(Supplier<HostedClient> clients, Path state, InstantSource clock) {
    this.work = new HostedWork(clients, state);
    this.clock = clock;
  }

  /// Holds the expiry of some devices; who is held already, or whose key never expires or has
  /// expired, is left as it is.
  ///
  /// @param nodeIds what the hosted side calls them
  /// @return how many were set by this
  public int hold(Set<String> nodeIds, Progress progress) throws TargetException {
    return work.run(side -> {
      HostedState now = side.devices();
      List<Step> steps = new ArrayList<>();
      now.devices()
          .forEach((id, device) -> {
            if (nodeIds.contains(id) && expires(device)) {
              steps.add(new Step(Aspect.KEY_EXPIRY, id, "false", "true"));
            }
          });
      return work.steps(side).carryOut(MIGRATION, steps, now, progress);
    });
  }

  /// The devices, by `nodeId`, that are held from this machine, whichever tailnet they are of.
  ///
  /// @param state the folder in which it is remembered what was set
  public static Set<String> held(Path state) throws IOException {
    Set<String> held = new TreeSet<>();
    for (HostedJournal journal : HostedJournal.all(state)) {
      journal
          .entry(MIGRATION)
          .ifPresent(entry -> entry.steps().forEach(step -> held.add(step.device())));
    }
    return held;
  }

  private boolean expires(JsonNode device) {
    if (device.path("keyExpiryDisabled").asBoolean()) {
      return false;
    }
    try {
      return Instant.parse(device.path("expires").asText()).isAfter(clock.instant());
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  /// Lets the keys expire again that it held.
  ///
  /// @return nothing where none is held from here
  public Optional<RollbackOutcome> release(Progress progress) throws TargetException {
    return work.run(side -> {
      JournaledSteps steps = work.steps(side);
      return steps.journal().entry(MIGRATION).isEmpty()
          ? Optional.empty()
          : Optional.of(steps.takeBack(MIGRATION, progress));
    });
  }
}
