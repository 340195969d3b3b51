package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.export.HostedAccess;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.exporters.tailscale.HostedTarget;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;

/// Opens hosted Tailscale as a target.
final class HostedTargets {
  private final Console console;

  HostedTargets(Console console) {
    this.console = console;
  }

  /// @param tailnet its name; empty for the one of the credential or the environment
  /// @param api where it is asked
  /// @param present reads the same tailnet
  InventoryTarget open(String tailnet, HostedAccess api, InventorySource present)
      throws CommandException {
    HostedAccess options = api.of(tailnet);
    return new HostedTarget(
        options.address(console),
        options.clients(console),
        present,
        StateFolder.of(console),
        console.clock(),
        console.random());
  }
}
