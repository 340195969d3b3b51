package dev.wayleave.exporters.tailscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;

import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.Reply;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Carries steps out, one after the other.
///
/// What the tailnet as a whole refuses ends it, as devices may depend on it. What is refused for
/// one device is told at the end, so that it keeps no other device from its turn.
final class HostedWriter {
  private static final int CONFLICT_OF_VERSIONS = 412;

  private final HostedSide side;
  private final String etag;
  private final Consumer<Step> done;
  private final List<String> refused = new ArrayList<>();
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
      Reply reply = side.set(step, etag);
      if (reply.isGood()) {
        set++;
        done.accept(step);
      } else {
        refused(step, reply, steps.size());
      }
    }
    progress.at("setting values", steps.size(), steps.size());
    if (!refused.isEmpty()) {
      throw new TargetException(
          FAILED,
          "%d of %d values were refused, first %s; the others are set. Look at what is said, and apply again."
              .formatted(refused.size(), steps.size(), refused.getFirst()));
    }
  }

  private void refused(Step step, Reply reply, int all) throws TargetException {
    String what =
        "%s of %s (HTTP %d%s)"
            .formatted(
                step.aspect().field(),
                step.object().equals(Step.ONLY) ? "the tailnet" : step.object(),
                reply.status(),
                reply.message().isEmpty() ? "" : ", " + reply.message());
    if (reply.status() == CONFLICT_OF_VERSIONS) {
      throw new TargetException(
          CHANGED,
          "The policy was changed on the hosted side meanwhile (%s); %d of %d values are set, plan again."
              .formatted(what, set, all));
    }
    if (step.aspect().compareTo(Aspect.NAME) < 0) {
      throw new TargetException(
          FAILED,
          "The hosted side refuses the %s; %d of %d values are set and stay so. Apply again when that is put right, or take them back."
              .formatted(what, set, all));
    }
    refused.add("the " + what);
  }
}
