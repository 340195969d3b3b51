package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.PolicyPrecondition;
import dev.wayleave.coordinator.state.SetPolicy;
import dev.wayleave.tailnet.model.PolicyVersion;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Puts policies in force that were judged before, in the name of whoever asks.
@Singleton
final class PolicyChanges {
  private final Caller caller;
  private final Commands commands;
  private final PolicyJudge judge;

  PolicyChanges(Caller caller, Commands commands, PolicyJudge judge) {
    this.caller = caller;
    this.commands = commands;
    this.judge = judge;
  }

  Uni<PolicyVersion> put(
      SetPolicy.Way way, String text, @Nullable String message, PolicyPrecondition condition) {
    return put(way, () -> text, message, condition);
  }

  /// @param text works the text out, which may take as long as judging it
  Uni<PolicyVersion> put(
      SetPolicy.Way way,
      Supplier<String> text,
      @Nullable String message,
      PolicyPrecondition condition) {
    String said = Input.text("message", message).strip();
    // Who asks is known on this thread only.
    Actor actor = caller.actor();
    return judge
        .accepted(text)
        .flatMap(accepted ->
            commands.run(
                new SetPolicy(way, accepted, actor.name(), said.isEmpty() ? null : said, condition),
                actor,
                version -> version));
  }

  /// What must hold for a change that was worked out on a version: that it still is in force.
  PolicyPrecondition on(PolicyVersion base, PolicyPrecondition asked) {
    if (!asked.holds(Optional.of(base))) {
      throw PolicyProblems.stale(base.id());
    }
    return new PolicyPrecondition.Version(base.id());
  }
}
