package dev.wayleave.exporters.tailscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Asks the hosted side and remembers what is set there; what goes wrong becomes a sentence.
///
/// @param clients gives a client for each piece of work, with its own time
/// @param state the folder in which it is remembered what was set
record HostedWork(Supplier<HostedClient> clients, Path state) {
  /// One piece of work.
  @FunctionalInterface
  interface Piece<T> {
    T on(HostedSide side) throws HostedException, IOException, TargetException;
  }

  <T> T run(Piece<T> piece) throws TargetException {
    try (HostedClient client = clients.get()) {
      return piece.on(new HostedSide(client));
    } catch (HostedException e) {
      throw new TargetException(UNAVAILABLE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new TargetException(
          FAILED,
          "What was set cannot be remembered in %s; check that this user may write there."
              .formatted(state),
          e);
    }
  }

  /// What is remembered is of the tailnet itself: two of them may be asked for by the same words,
  /// with two credentials.
  JournaledSteps steps(HostedSide side) throws HostedException, IOException {
    return JournaledSteps.on(
        side, HostedJournal.of(state, side.address().url() + " " + side.tailnetId()));
  }
}
