package dev.wayleave.cli.users;

import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.administration.IdNumber;
import dev.wayleave.cli.administration.OldSpellingException;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.terminal.CommandException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which user a verb is about.
final class UserOption {

  @Option(
      names = {"-i", "--identifier", "--id"},
      paramLabel = "ID",
      description = "The user of this id, or of the id the user came with.")
  @Nullable String id;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The user of this name or e-mail address.")
  @Nullable String name;

  /// Headscale before 0.24 took names there.
  @Parameters(hidden = true, arity = "0..*")
  private List<String> words = new ArrayList<>();

  /// @param now what to write in place of words
  void check(String old, String now) throws CommandException, OldSpellingException {
    if (!words.isEmpty()) {
      throw new OldSpellingException(old, now);
    }
    if (id == null && name == null) {
      throw new CommandException("name the user with --identifier ID or --name NAME.");
    }
    if (id != null && name != null) {
      throw new CommandException("give either --identifier or --name, not both.");
    }
  }

  UserView find(AdministrationClient client) throws CommandException, ApiException {
    return id == null
        ? new Users(client.users()).find(client, String.valueOf(name))
        : IdNumber.is(id) ? new Users(client.users()).find(client, id) : client.user(id);
  }
}
