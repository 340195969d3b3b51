package dev.wayleave.cli.auth;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Turns a waiting device away, or refuses a waiting SSH session.
@Command(
    name = "reject",
    description = "Turn a waiting device away, or refuse a waiting SSH session.")
final class RejectCommand extends AdministrationCommand {
  @Option(
      names = "--auth-id",
      paramLabel = "ID",
      required = true,
      description = "What the device or ssh shows, at the end of the address it wants opened.")
  private String authId = "";

  RejectCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    show(client.rejectLogin(authId), authId + " is turned away.");
  }
}
