package dev.wayleave.cli.users.identities;

import dev.wayleave.api.IdentityRequest;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gives a user one more login.
@Command(
    name = "link",
    aliases = {"add"},
    description = "Give a user one more login.")
final class LinkCommand extends OfUserCommand {
  @Mixin private final IssuerOption whose = new IssuerOption();

  @Option(
      names = "--subject",
      paramLabel = "TEXT",
      required = true,
      description = "The subject (sub), as the provider's tokens have it.")
  private String subject = "";

  LinkCommand(Surroundings surroundings) {
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
    String issuer = whose.find(client);
    confirm(
        "Whoever logs in as %s at %s is user %s from then on, devices and roles included. Go on?"
            .formatted(subject, issuer, label(user)));
    show(
        client.linkIdentity(user.id(), new IdentityRequest(issuer, subject)),
        "User %s is known by this login from now on.".formatted(label(user)));
  }
}
