package dev.wayleave.tailnet.cutover.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.model.Node;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The playbooks, run by Ansible where there is one on the path (`pip install ansible-core`).
///
/// The build cannot bring Ansible along, so that elsewhere this is skipped and says so.
class PlaybookTest {
  private static final long LIMIT_SECONDS = 120;
  private static final Node HERE =
      Devices.node(1, "db", "linux").change().nodeKey(FakeClient.KEY).build();

  @TempDir private Path room;

  @BeforeEach
  void needsAnsible() {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ansible-playbook")));
    if (!there) {
      System.err.println(
          "\n*** SKIPPED: the kit's playbooks were not run by Ansible.\n*** There is no"
              + " ansible-playbook on the path; pip install ansible-core.\n");
    }
    Assumptions.assumeTrue(there, "there is no ansible-playbook on the path");
  }

  @Test
  void hostileNamesGiveAnInventoryThatAnsibleReadsAsTheKitMeansIt() throws Exception {
    List<Node> nodes = new ArrayList<>();
    for (String name : HostileNames.ALL) {
      nodes.add(Devices.node(nodes.size() + 1, name, "linux"));
    }
    Path kit = written(nodes);
    Ran ran = ansible(kit, new FakeClient(room, "ok"), "ansible-inventory", "--list");
    assertThat(ran.status()).as(ran.out()).isZero();
    JsonNode hosts = JsonMapper.builder().build().readTree(ran.out()).at("/_meta/hostvars");
    assertThat(hosts).hasSize(nodes.size());
    for (JsonNode host : hosts) {
      assertThat(host.path("ansible_host").asText()).startsWith("100.64.0.");
      assertThat(host.path("wayleave_kind").asText()).isEqualTo("sh");
      assertThat(host.path("wayleave_group").asText()).isEqualTo("linux");
    }
  }

  @Test
  void aWaveMovesAndIsAtTheNewServerThenAndComesBack() throws Exception {
    FakeClient client = new FakeClient(room, "ok");
    Path kit = written(List.of(HERE));
    Ran moved = play(kit, client, "move.yml");
    assertThat(moved.status()).as(moved.out()).isZero();
    assertThat(moved.out()).contains("unreachable=0", "failed=0");
    assertThat(client.server()).isEqualTo(FakeClient.NEW);
    Ran again = play(kit, client, "move.yml");
    assertThat(again.status()).as(again.out()).isZero();
    Ran back = play(kit, client, "rollback.yml");
    assertThat(back.status()).as(back.out()).isZero();
    assertThat(client.server()).isEqualTo(FakeClient.OLD);
  }

  @Test
  void aDeviceThatWentBackByItselfFailsThePlay() throws Exception {
    FakeClient client = new FakeClient(room, "unreachable");
    Ran ran = play(written(List.of(HERE)), client, "move.yml");
    assertThat(ran.status()).as(ran.out()).isNotZero();
    assertThat(ran.out()).contains("went-back");
    assertThat(client.server()).isEqualTo(FakeClient.OLD);
  }

  /// How a command ended.
  private record Ran(int status, String out) {}

  private Path written(List<Node> nodes) throws IOException, KitException {
    Path folder = room.resolve("kit");
    for (KitFile file :
        Kit.of(Devices.inventory("anna", nodes), Devices.request(Grouping.OS)).files()) {
      Path path = folder.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.content());
    }
    return folder;
  }

  /// Plays it on the machine of this test, as if it were the device.
  private Ran play(Path kit, FakeClient client, String playbook) throws Exception {
    return ansible(
        kit,
        client,
        "ansible-playbook",
        "-e",
        "ansible_connection=local",
        "-e",
        "ansible_become=false",
        "-e",
        "ansible_python_interpreter={{ansible_playbook_python}}",
        "-e",
        "{\"wayleave_wait\": 3,"
            + " \"wayleave_arguments\": [\"--state\", \""
            + client.stateFolder()
            + "\"]}",
        playbook);
  }

  private Ran ansible(Path kit, FakeClient client, String program, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(program, "-i", "inventory.yml"));
    command.addAll(List.of(arguments));
    Path out = room.resolve("ansible.txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(kit.resolve("ansible").toFile());
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    client.surroundings(builder.environment());
    builder.environment().put("HOME", room.toString());
    builder.environment().put("ANSIBLE_LOCAL_TEMP", room.resolve("local").toString());
    builder.environment().put("ANSIBLE_REMOTE_TEMP", room.resolve("remote").toString());
    builder.environment().put("ANSIBLE_NOCOLOR", "1");
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(program + " did not end:\n" + Files.readString(out));
    }
    return new Ran(process.exitValue(), Files.readString(out));
  }
}
