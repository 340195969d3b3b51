package dev.wayleave.cli.users.identities;

import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.terminal.CommandException;
import picocli.CommandLine.Option;

/// A verb about the logins of one user.
abstract class OfUserCommand extends AdministrationCommand {
  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      required = true,
      description = "The user, by id, name or e-mail address.")
  private String user = "";

  OfUserCommand(Surroundings surroundings) {
    super(surroundings);
  }

  final UserView user(AdministrationClient client) throws CommandException, ApiException {
    return new Users(client.users()).find(client, user);
  }

  /// What sentences call a user.
  static String label(UserView user) {
    return "%s (id %d)".formatted(Users.label(user), user.id());
  }
}
