package dev.wayleave.cli.policy;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A policy compiled for a tailnet, with its text.
record PolicyOnGround(PolicyInput input, TailnetPolicy compiled) {

  /// Reads a file, or the policy in use, and compiles it.
  ///
  /// @return nothing where the policy has faults; they are printed
  static Optional<PolicyOnGround> read(
      Surroundings surroundings, TailnetOptions tailnet, @Nullable String file)
      throws CommandException, SourceException, IOException {
    Ground ground = tailnet.read(surroundings);
    return of(
        surroundings,
        ground,
        file == null ? ground.policy() : PolicyInput.read(surroundings.console(), file));
  }

  static Optional<PolicyOnGround> of(Surroundings surroundings, Ground ground, PolicyInput input) {
    PolicyReading reading = PolicyReading.of(input, ground.directory());
    reading.complain(surroundings.console());
    return reading
        .policy()
        .map(policy -> new PolicyOnGround(input, TailnetPolicy.of(policy, ground.directory())));
  }
}
