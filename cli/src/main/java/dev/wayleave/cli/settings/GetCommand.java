package dev.wayleave.cli.settings;

import dev.wayleave.api.SettingsView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.tailnet.inventory.Finding;
import java.io.IOException;
import java.util.Objects;
import picocli.CommandLine.Command;

/// Shows the settings in force.
@Command(
    name = "get",
    aliases = {"show", "view", "list"},
    description = "Show the settings in force.")
final class GetCommand extends AdministrationCommand {
  GetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    SettingsView settings = client.settings();
    showOne(settings, table(settings));
    for (Finding finding : settings.findings()) {
      hint(finding.object() + ": " + finding.what() + " " + finding.remedy());
    }
  }

  static Grid table(SettingsView settings) {
    Grid grid = new Grid("setting", "value");
    grid.row("server URL", settings.serverUrl());
    grid.row("IPv4 addresses", Objects.requireNonNullElse(settings.prefixV4(), "none"));
    grid.row("IPv6 addresses", Objects.requireNonNullElse(settings.prefixV6(), "none"));
    grid.row("logins last", Objects.requireNonNullElse(settings.nodeExpiry(), "for ever"));
    grid.row("base domain", settings.baseDomain());
    grid.row("new devices await approval", Cells.yes(settings.deviceApproval()));
    grid.row("new users await approval", Cells.yes(settings.userApproval()));
    return grid;
  }
}
