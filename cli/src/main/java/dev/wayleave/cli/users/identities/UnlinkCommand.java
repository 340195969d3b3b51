package dev.wayleave.cli.users.identities;

import dev.wayleave.api.UserIdentitiesView;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes a login from a user.
@Command(
    name = "unlink",
    aliases = {"remove", "delete", "del"},
    description = "Take a login from a user.")
final class UnlinkCommand extends OfUserCommand {
  @Parameters(paramLabel = "IDENTITY", description = "The login, as \"list\" shows it.")
  private String identity = "";

  UnlinkCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView user = user(client);
    List<String> known =
        client.identities(user.id()).identities().stream()
            .map(UserIdentitiesView.Login::identity)
            .toList();
    if (!known.contains(identity)) {
      throw new CommandException(
          "user %s has no login \"%s\"; \"wayleave users identities list\" shows which there are."
              .formatted(label(user), SafeText.line(identity, 80)));
    }
    confirm(
        "Whoever logs in by %s is user %s no more%s. Go on?"
            .formatted(
                identity, label(user), known.size() == 1 ? ", which is the only login" : ""));
    show(
        client.unlinkIdentity(user.id(), identity),
        "User %s is known by this login no more.".formatted(label(user)));
  }
}
