package dev.wayleave.cli.users;

import dev.wayleave.api.CreateUserRequest;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a user.
@Command(
    name = "create",
    aliases = {"c", "new"},
    description = "Make a user.")
final class CreateCommand extends AdministrationCommand {
  @Parameters(paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Option(
      names = {"-d", "--display-name"},
      paramLabel = "TEXT",
      description = "The name that people see.")
  private @Nullable String displayName;

  @Option(
      names = {"-e", "--email"},
      paramLabel = "ADDRESS",
      description = "The e-mail address.")
  private @Nullable String email;

  @Option(
      names = {"-p", "--picture-url"},
      paramLabel = "URL",
      description = "Where the picture is.")
  private @Nullable String pictureUrl;

  CreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    UserView user = client.createUser(new CreateUserRequest(name, displayName, email, pictureUrl));
    show(user, "User %s has id %d.".formatted(user.name(), user.id()));
  }
}
