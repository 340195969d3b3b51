package dev.wayleave.cli.users.identities;

import dev.wayleave.api.UnexpectRequest;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Waits for a login no more.
@Command(name = "unexpect", description = "Wait for a login no more.")
final class UnexpectCommand extends OfUserCommand {
  @Mixin private final IssuerOption whose = new IssuerOption();

  @Option(
      names = "--claim",
      paramLabel = "NAME",
      defaultValue = "email",
      description = "Which claim: ${DEFAULT-VALUE} unless given.")
  private String claim = "";

  UnexpectCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    whose.check();
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView user = user(client);
    UnexpectRequest request = new UnexpectRequest(whose.find(client), claim);
    show(
        client.unexpectIdentity(user.id(), request),
        "The login is awaited for user %s no more.".formatted(label(user)));
  }
}
