package dev.wayleave.cli.auth;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.NamespaceOption;
import dev.wayleave.cli.administration.OldSpellingException;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Registers a device that waits for a login, in a user's name.
///
/// It is also `nodes register`, as it was before Headscale 0.29.
@Command(name = "register", description = "Register a device that waits for a login.")
public final class RegisterCommand extends AdministrationCommand {
  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Whose device it is: an id, a name or an e-mail address.")
  private @Nullable String user;

  @Option(
      names = {"--auth-id", "-k", "--key"},
      paramLabel = "ID",
      required = true,
      description = "What the device shows, at the end of the address it wants opened.")
  private String authId = "";

  @Mixin private final NamespaceOption namespace = new NamespaceOption();

  public RegisterCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    namespace.check("auth register --auth-id ID");
    if (user == null) {
      throw new CommandException("say whose device it is: --user USER.");
    }
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView owner = new Users(client.users()).find(client, String.valueOf(user));
    NodeView node = client.registerLogin(authId, owner.id());
    show(
        node,
        "Node %s (id %d) belongs to %s.".formatted(node.name(), node.id(), Users.label(owner)));
  }
}
