package dev.wayleave.interop.headscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.testkit.fixture.ServerReport;
import java.io.IOException;
import java.util.List;

/// What the command line of a release lists, in the form of the recorded ones.
public final class ServerListing {
  private ServerListing() {}

  /// Runs a command that prints JSON.
  @FunctionalInterface
  public interface Command {
    JsonNode json(String... arguments) throws IOException, InterruptedException;
  }

  public static ServerReport of(HeadscaleRelease release, Command command)
      throws IOException, InterruptedException {
    ObjectNode root = new JsonMapper().createObjectNode();
    ObjectNode cli = root.putObject("cli");
    for (String list : List.of("users", "nodes", "apikeys")) {
      cli.set(list, command.json(list, "list"));
    }
    if (release.compareTo(HeadscaleRelease.V0_28) >= 0) {
      cli.set("preauthkeys", command.json("preauthkeys", "list"));
    } else {
      ObjectNode lists = cli.putObject("preauthkeys");
      for (JsonNode user : cli.path("users")) {
        String id = user.path("id").asText();
        lists.set(id, command.json("preauthkeys", "list", "--user", id));
      }
    }
    return new ServerReport(root);
  }
}
