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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lets a waiting device in as the node that its machine was before, or a waiting SSH session
/// begin.
@Command(
    name = "approve",
    description = {
      "Let a waiting device in as the node that its machine was before, or as an",
      "imported node that it is said to be; or let a waiting SSH session begin."
    })
final class ApproveCommand extends AdministrationCommand {
  @Option(
      names = "--auth-id",
      paramLabel = "ID",
      required = true,
      description = "What the device or ssh shows, at the end of the address it wants opened.")
  private String authId = "";

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = {
        "The imported node that the device is, by its id here or where it comes from;",
        "\"auth list\" shows which it may be."
      })
  private @Nullable String node;

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
    NodeView admitted = client.approveLogin(authId, node);
    show(
        admitted,
        session
            .map(one ->
                "The SSH session from %s to %s as %s begins."
                    .formatted(one.sourceName(), one.destinationName(), one.user()))
            .orElseGet(
                () -> "Node %s (id %d) is let in.".formatted(admitted.name(), admitted.id())));
  }
}
