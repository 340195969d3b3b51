package dev.wayleave.cli.nodes;

import dev.wayleave.api.ExpireRequest;
import dev.wayleave.api.NodeView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Ends a node's login, or says when it ends.
@Command(
    name = "expire",
    aliases = {"logout", "exp", "e"},
    description = "End a node's login, or say when it ends.")
final class ExpireCommand extends AdministrationCommand {
  @Mixin private final NodeOption which = new NodeOption();

  @Option(
      names = {"-e", "--expiry"},
      paramLabel = "TIME",
      description = "When, such as 2030-08-27T10:00:00Z; at once unless given.")
  private @Nullable String expiry;

  @Option(
      names = {"-d", "--disable"},
      description = "Never; when it would have ended is kept.")
  private boolean disable;

  @Option(
      names = "--enable",
      description =
          "Again when it would have ended before expiry was disabled, here or where it came from.")
  private boolean enable;

  ExpireCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    if ((disable && expiry != null) || (enable && (disable || expiry != null))) {
      throw new CommandException("give --expiry, --disable or --enable, not both.");
    }
    time();
  }

  private @Nullable Instant time() throws CommandException {
    if (expiry == null || expiry.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(expiry).toInstant();
    } catch (DateTimeException e) {
      throw new CommandException(
          "--expiry \"%s\" is not a time; write one such as 2030-08-27T10:00:00Z."
              .formatted(expiry),
          e);
    }
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    NodeView node =
        client.expireNode(
            which.find(client),
            new ExpireRequest(time(), disable ? true : null, enable ? true : null));
    show(
        node,
        Nodes.label(node)
            + (node.expiry() == null
                ? " never expires."
                : node.expired() ? " is expired." : " expires at " + node.expiry() + "."));
  }
}
