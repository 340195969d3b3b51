package dev.wayleave.cli.nodes;

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

/// Gives a node to another user.
@Command(
    name = "move",
    aliases = {"mv"},
    description = "Give a node to another user.")
final class MoveCommand extends AdministrationCommand {
  @Mixin private final NodeOption which = new NodeOption();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Who owns it from now on: an id, a name or an e-mail address.")
  private @Nullable String user;

  @Mixin private final NamespaceOption namespace = new NamespaceOption();

  MoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    namespace.check("nodes move");
    if (user == null) {
      throw new CommandException("say who owns the node from now on: --user USER.");
    }
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView owner = new Users(client.users()).find(client, String.valueOf(user));
    NodeView node = client.moveNode(which.find(client), owner.id());
    show(node, "%s now belongs to %s.".formatted(Nodes.label(node), Users.label(owner)));
  }
}
