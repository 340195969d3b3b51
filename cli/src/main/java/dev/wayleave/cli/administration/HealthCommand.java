package dev.wayleave.cli.administration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;

/// Says whether the coordinator is well.
@Command(name = "health", description = "Say whether the coordinator is well.")
public final class HealthCommand extends AdministrationCommand {
  public HealthCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    JsonNode health = client.health();
    String status = health.path("status").asText("unknown");
    show(health, status);
    if (!status.equals("UP")) {
      throw new CommandException("the coordinator is not well; look at its log.");
    }
  }
}
