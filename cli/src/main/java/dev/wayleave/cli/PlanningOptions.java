package dev.wayleave.cli;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// What the operator allows a plan to do.
final class PlanningOptions {
  @Option(
      names = "--prune",
      description = "Also delete what the target made, or changed after the source deleted it.")
  private boolean prune;

  @Option(
      names = "--overwrite",
      paramLabel = "KIND",
      description = "In this kind the source wins over changes of the target; can be repeated.")
  private List<String> overwrite = new ArrayList<>();

  boolean given() {
    return prune || !overwrite.isEmpty();
  }

  PlanOptions planOptions() throws CommandException {
    Set<EntityKind> kinds = EnumSet.noneOf(EntityKind.class);
    for (String name : overwrite) {
      kinds.add(kind(name));
    }
    return new PlanOptions(prune, kinds);
  }

  private static EntityKind kind(String name) throws CommandException {
    try {
      return EntityKind.parse(name);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "--overwrite takes a kind, and \"%s\" is none; the kinds are %s."
              .formatted(
                  SafeText.line(name),
                  Arrays.stream(EntityKind.values())
                      .map(EntityKind::plural)
                      .collect(Collectors.joining(", "))),
          e);
    }
  }
}
