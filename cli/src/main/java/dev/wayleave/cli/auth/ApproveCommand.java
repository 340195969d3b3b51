package dev.wayleave.cli.auth;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.SshSessionView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lets a waiting device in as the node that its machine was before, or a waiting SSH session
/// begin.
@Command(
    name = "approve",
    description = {
      "Let a waiting device in as the node that its machine was before,",
      "or a waiting SSH session begin."
    })
final class ApproveCommand extends AdministrationCommand {
  @Option(
      names = "--auth-id",
      paramLabel = "ID",
      required = true,
      description = "What the device or ssh shows, at the end of the address it wants opened.")
  private String authId = "";

  ApproveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    // Asked first: once it is approved it waits no more.
    Optional<SshSessionView> session =
        client.pendingLogins().stream()
            .filter(waiting -> waiting.id().equals(authId))
            .flatMap(waiting -> Stream.ofNullable(waiting.session()))
            .findFirst();
    NodeView node = client.approveLogin(authId);
    show(
        node,
        session
            .map(one ->
                "The SSH session from %s to %s as %s begins."
                    .formatted(one.sourceName(), one.destinationName(), one.user()))
            .orElseGet(() -> "Node %s (id %d) is let in.".formatted(node.name(), node.id())));
  }
}
