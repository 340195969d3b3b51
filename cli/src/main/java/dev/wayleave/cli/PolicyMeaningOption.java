package dev.wayleave.cli;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What becomes of a policy's rules that mean something else here.
final class PolicyMeaningOption {
  @Option(
      names = "--policy-meaning",
      paramLabel = "MEANING",
      description =
          "Rules of Headscale's policy that mean something else here: ask (refuse them), source"
              + " (rewrite them to what they meant), wayleave (take what they mean here).")
  private @Nullable String meaning;

  boolean given() {
    return meaning != null;
  }

  /// What was chosen; null where nothing was.
  @Nullable PolicyMeaning get() throws CommandException {
    if (meaning == null) {
      return null;
    }
    try {
      return PolicyMeaning.parse(meaning);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "--policy-meaning takes ask, source or wayleave, not \"%s\"."
              .formatted(SafeText.line(meaning)),
          e);
    }
  }
}
