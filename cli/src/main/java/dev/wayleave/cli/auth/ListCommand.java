package dev.wayleave.cli.auth;

import dev.wayleave.api.ClaimView;
import dev.wayleave.api.PendingLoginView;
import dev.wayleave.api.SshSessionView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// Lists the devices that wait to be let in, whose words of themselves are not proven, and the SSH
/// sessions that wait to be approved.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List the devices and SSH sessions that wait for a person.")
final class ListCommand extends AdministrationCommand {
  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    List<PendingLoginView> waiting = client.pendingLogins();
    Grid grid = new Grid("id", "hostname", "wants", "system", "from", "tags", "since", "until");
    for (PendingLoginView one : waiting) {
      grid.row(
          one.id(),
          one.hostname(),
          wants(one),
          one.os(),
          one.address(),
          Cells.list(one.requestedTags()),
          Cells.time(one.begun()),
          Cells.time(one.until()));
    }
    show(waiting, grid, "nothing waits.");
  }

  private static String wants(PendingLoginView one) {
    SshSessionView session = one.session();
    if (session != null) {
      return "ssh " + session.user() + "@" + session.destinationName();
    }
    return one.claims().stream()
        .map(ListCommand::claim)
        .reduce((some, more) -> some + " or " + more)
        .map(claims -> "to join as " + claims)
        .orElse("to join");
  }

  private static String claim(ClaimView claim) {
    return claim.name()
        + " ("
        + claim.node()
        + ") of "
        + claim.owner()
        + (claim.proven() ? "" : ", not proven");
  }
}
