package dev.wayleave.exporters.tailscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;

import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.Reply;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Carries steps out, one after the other.
///
/// What the tailnet as a whole refuses ends it, as devices may depend on it. What is refused for
/// one device is told at the end, so that it keeps no other device from its turn; that device
/// itself is not let in, as without its tags or attributes it might reach what it must not.
final class HostedWriter {
  private static final int CONFLICT_OF_VERSIONS = 412;

  private final HostedSide side;
  private final String etag;
  private final Consumer<Step> done;
  private final List<String> refused = new ArrayList<>();
  private final Set<String> unfinished = new HashSet<>();
  private final List<String> keptOut = new ArrayList<>();
  private int set;

  /// @param etag of the policy that may be replaced
  /// @param done is told of each step that was carried out
  HostedWriter(HostedSide side, String etag, Consumer<Step> done) {
    this.side = side;
    this.etag = etag;
    this.done = done;
  }

  void write(List<Step> steps, Progress progress) throws TargetException, HostedException {
    for (Step step : steps) {
      progress.at("setting values", set, steps.size());
      if (step.letsIn() && unfinished.contains(step.device())) {
        keptOut.add(step.device());
        continue;
      }
      Reply reply = side.set(step, etag);
      if (reply.isGood()) {
        set++;
        done.accept(step);
      } else {
        refused(step, reply);
      }
    }
    progress.at("setting values", steps.size(), steps.size());
    if (!refused.isEmpty()) {
      throw new TargetException(
          FAILED,
          "%d of %d values were refused, first %s; the others are set%s. Look at what is said, and apply again."
              .formatted(refused.size(), steps.size(), refused.getFirst(), keptOut()));
    }
  }

  private String keptOut() {
    return keptOut.isEmpty() ? "" : ", but not let in is " + String.join(", ", keptOut);
  }

  private void refused(Step step, Reply reply) throws TargetException {
    String what =
        "%s of %s (HTTP %d%s)"
            .formatted(
                step.aspect().field(),
                step.label(),
                reply.status(),
                reply.message().isEmpty() ? "" : ", " + reply.message());
    if (reply.status() == CONFLICT_OF_VERSIONS) {
      throw new TargetException(
          CHANGED,
          "The policy was changed on the hosted side meanwhile (%s); plan again.".formatted(what));
    }
    if (step.aspect().compareTo(Aspect.NAME) < 0) {
      throw new TargetException(
          FAILED,
          "The hosted side refuses the %s; apply again when that is put right.".formatted(what));
    }
    refused.add("the " + what);
    unfinished.add(step.device());
  }
}
