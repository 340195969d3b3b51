package dev.wayleave.interop.headscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.testkit.fixture.ServerReport;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the command line of a release lists, in the form of the recorded ones.
public final class ServerListing {
  private static final Pattern NANOS = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:]+\\.\\d{9}Z");

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

  /// Lines with their times as PostgreSQL keeps them, which is to the microsecond.
  public static List<String> micros(List<String> lines) {
    return lines.stream()
        .map(line -> NANOS.matcher(line).replaceAll(ServerListing::micros))
        .toList();
  }

  private static String micros(MatchResult time) {
    return Instant.parse(time.group()).truncatedTo(ChronoUnit.MICROS).toString();
  }
}
