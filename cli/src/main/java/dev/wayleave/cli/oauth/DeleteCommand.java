package dev.wayleave.cli.oauth;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Removes an OAuth client and its tokens.
@Command(
    name = "delete",
    aliases = {"remove", "del"},
    description = "Remove an OAuth client and its tokens.")
final class DeleteCommand extends AdministrationCommand {
  @Option(
      names = {"-i", "--id", "--identifier"},
      paramLabel = "ID",
      required = true,
      description = "The client of this id.")
  private String id = "";

  DeleteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    show(client.deleteOAuthClient(id), "OAuth client " + id + " is removed.");
  }
}
