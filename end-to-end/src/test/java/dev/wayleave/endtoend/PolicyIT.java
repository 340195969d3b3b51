package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The policy of a running coordinator, administered by the command.
class PolicyIT {
  private static final String FIRST = "// first\n{\n\t\"acls\": [],\n}\n";

  private final Room room = new Room();

  @AfterEach
  void end() {
    room.close();
  }

  @Test
  void aPolicyIsSetShownListedAndTakenBack() throws Exception {
    Coordinator coordinator = Coordinator.start(room, room.folder().resolve("own"));
    Cli cli = coordinator.cli(room);
    String to = coordinator.endpoint();
    Path file = Files.writeString(room.folder().resolve("policy.hujson"), FIRST);
    cli.run("policy", "versions", "--to", to).exits(0);
    cli.run("policy", "set", file.toString(), "-m", "to begin with", "--to", to).exits(0);
    assertThat(cli.run("policy", "get", "--to", to).exits(0).out()).isEqualTo(FIRST);
    JsonNode first = cli.run("policy", "get", "-o", "json", "--to", to).exits(0).json();

    Files.writeString(file, "{\n\t\"hosts\": {\"a\": \"10.0.0.1\"},\n}\n");
    String etag = first.path("etag").asText();
    cli.run("policy", "set", file.toString(), "--if-match", etag, "--to", to).exits(0);
    cli.run("policy", "set", file.toString(), "--if-match", etag, "--to", to)
        .failsWith("not the one that this change was made on");

    Files.writeString(file, "{\n\t\"acls\": 3,\n}\n");
    Outcome refused = cli.run("policy", "set", file.toString(), "--to", to).exits(1);
    assertThat(refused.err()).contains("policy.hujson:2:");

    String id = first.path("id").asText();
    cli.run("policy", "revert", id, "-m", "back", "--to", to).exits(0);
    assertThat(cli.run("policy", "get", "--to", to).exits(0).out()).isEqualTo(FIRST);
    JsonNode versions = cli.run("policy", "versions", "-o", "json", "--to", to).exits(0).json();
    assertThat(versions).hasSize(3);
    assertThat(versions.path(0).path("message").asText()).isEqualTo("back");
    assertThat(versions.path(0).path("inUse").asBoolean()).isTrue();
    assertThat(versions.path(2).path("message").asText()).isEqualTo("to begin with");
    assertThat(cli.run("policy", "versions", "--to", to).exits(0).out())
        .contains("in force", "to begin with", "api key");
    cli.run("policy", "revert", "99", "--to", to).failsWith("There is no policy version 99");
  }
}
