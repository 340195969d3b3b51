package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.export.HostedOptions;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.exporters.tailscale.HostedTarget;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import java.nio.file.Path;
import java.util.Optional;

/// Opens hosted Tailscale as a target.
final class HostedTargets {
  private static final String FOLDER = "wayleave";

  private final Console console;

  HostedTargets(Console console) {
    this.console = console;
  }

  /// @param tailnet its name; empty for the one of the credential or the environment
  /// @param api where it is asked
  /// @param present reads the same tailnet
  InventoryTarget open(String tailnet, HostedOptions api, InventorySource present)
      throws CommandException {
    HostedOptions options = api.of(tailnet);
    return new HostedTarget(
        options.address(console),
        options.clients(console),
        present,
        state(),
        console.clock(),
        console.random());
  }

  /// Where it is remembered what was set, as the XDG Base Directory Specification has it: the
  /// hosted side has no place for that.
  private Path state() throws CommandException {
    Optional<Path> named = console.variable("WAYLEAVE_STATE").map(console::path);
    Optional<Path> place =
        named
            .or(() -> console.variable("XDG_STATE_HOME").map(console::path).map(HostedTargets::in))
            .or(() ->
                console
                    .variable("HOME")
                    .map(home -> console.path(home).resolve(".local/state"))
                    .map(HostedTargets::in));
    return place.orElseThrow(() ->
        new CommandException(
            "there is no folder to remember in what is set on the hosted side; name one in"
                + " WAYLEAVE_STATE."));
  }

  private static Path in(Path parent) {
    return parent.resolve(FOLDER);
  }
}
