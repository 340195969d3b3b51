package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The image with all that any replica had committed when it was asked for.
///
/// Whoever was just answered by one replica may ask another one next, which hears of commits a
/// moment later. Where that matters the database is asked, once for all who wait. A replica that is
/// alone knows everything anyway.
///
/// @param shared whether there are other replicas
public record Newest(TailnetState state, BooleanSupplier shared) implements Supplier<Tailnet> {
  /// Beyond it what is known has to do: a database that does not answer must not stop reading.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// The image; waits for the database, so not on an event loop.
  @Override
  public Tailnet get() {
    if (!shared.getAsBoolean()) {
      return state.image();
    }
    try {
      return state.upToDate().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return state.image();
    } catch (ExecutionException | TimeoutException e) {
      return state.image();
    }
  }
}
