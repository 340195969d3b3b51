package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.TailnetState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Carries commands to the state in the name of whoever asks.
@Singleton
final class Commands {
  private final TailnetState state;
  private final Caller caller;

  Commands(TailnetState state, Caller caller) {
    this.state = state;
    this.caller = caller;
  }

  /// Ends when the command is committed; fails with [RefusedException] where it is refused.
  <R, V> Uni<V> run(Command<R> command, Function<R, V> view) {
    return run(command, caller.actor(), view);
  }

  /// The same for a caller who was asked for on the request's own thread.
  <R, V> Uni<V> run(Command<R> command, Actor actor, Function<R, V> view) {
    return outcome(state.submit(command, actor), view);
  }

  /// The same for a command that another room submits.
  static <R, V> Uni<V> outcome(CompletionStage<Outcome<R>> ended, Function<R, V> view) {
    return Uni.createFrom()
        .completionStage(ended)
        .map(outcome ->
            switch (outcome) {
              case Outcome.Done<R> done -> view.apply(done.reply());
              case Outcome.Refused<R> refused -> throw new RefusedException(refused.refusal());
            });
  }
}
