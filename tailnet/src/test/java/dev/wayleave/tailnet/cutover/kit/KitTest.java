package dev.wayleave.tailnet.cutover.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KitTest {
  private static final Node LINUX = Devices.node(1, "db", "linux");
  private static final Node WINDOWS = Devices.node(2, "desk", "windows");
  private static final Node PHONE = Devices.node(3, "phone", "iOS");
  private static final Node EPHEMERAL =
      Devices.node(4, "runner", "linux").change().ephemeral(true).build();
  private static final Node EXPIRED =
      Devices.node(5, "old", "macOS").change().expiry(Devices.NOW.minusSeconds(1)).build();
  private static final Node KEYLESS =
      Devices.node(6, "member", "linux").change().nodeKey(NodeKey.of(new byte[32])).build();
  private static final Node TAGGED =
      Devices.node(7, "web", "linux")
          .change()
          .owner(new Owner.OfTags(Set.of(new TagName("tag:web"), new TagName("tag:a")), null))
          .build();
  private static final List<Node> ALL =
      List.of(LINUX, WINDOWS, PHONE, EPHEMERAL, EXPIRED, KEYLESS, TAGGED);

  @TempDir private Path room;

  @Test
  void devicesThatGetANewKeyGoLastAndEachIsAnAction() throws Exception {
    Kit kit = kit(ALL, Grouping.OS);
    assertThat(kit.waves())
        .containsExactly(
            new Wave("wave-rest", false, List.of("db", "desk", "web")),
            new Wave("wave-last", true, List.of("phone", "runner", "old", "member")));
    assertThat(kit.findings())
        .extracting(Finding::code, Finding::level, Finding::object)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "CUTOVER_MOBILE", Finding.Level.ACTION, "node 3 (phone)"),
            org.assertj.core.groups.Tuple.tuple(
                "CUTOVER_EPHEMERAL", Finding.Level.ACTION, "node 4 (runner)"),
            org.assertj.core.groups.Tuple.tuple(
                "CUTOVER_EXPIRED", Finding.Level.ACTION, "node 5 (old)"),
            org.assertj.core.groups.Tuple.tuple(
                "CUTOVER_LOGIN", Finding.Level.ACTION, "node 6 (member)"));
  }

  @Test
  void wavesGoInTheOrderOfTheirFiles() throws Exception {
    Kit kit =
        kit(
            ALL,
            Grouping.OS,
            new WaveList("first.txt", "# the brave\n  2   # by its id\n\nrunner\n"),
            new WaveList("second.txt", "100.64.0.1\r\n"));
    assertThat(kit.waves())
        .containsExactly(
            new Wave("wave-1", false, List.of("desk")),
            new Wave("wave-2", false, List.of("db")),
            new Wave("wave-rest", false, List.of("web")),
            new Wave("wave-last", true, List.of("phone", "runner", "old", "member")));
    assertThat(kit.findings().getFirst().code()).isEqualTo("CUTOVER_WAVE_LAST");
    assertThat(Devices.file(kit, "waves/wave-1.tsv"))
        .isEqualTo("# address\tname\tgroup\tscript\n100.64.0.2\tdesk-2\twindows\tps1\n");
  }

  @Test
  void aListThatNamesNobodyOrTwoIsRefusedWithItsLine() {
    Node twin = Devices.node(8, "db", "linux");
    assertThatThrownBy(() -> kit(List.of(LINUX), Grouping.OS, new WaveList("w", "db\nnobody")))
        .hasMessage("w, line 2: \"nobody\" is no device; name one by its id, name or address.");
    assertThatThrownBy(() -> kit(List.of(LINUX, twin), Grouping.OS, new WaveList("w", "db")))
        .hasMessage("w, line 1: \"db\" is the name of 2 devices; name one by its id or address.");
    assertThatThrownBy(() -> kit(List.of(LINUX), Grouping.OS, new WaveList("w", "db\n1")))
        .hasMessage("w, line 2: \"1\" is in a wave already; leave it in one of them.");
  }

  @Test
  void everyGroupHasTheScriptsOfItsSystemsAndAllDirections() throws Exception {
    assertThat(paths(kit(ALL, Grouping.OS)))
        .contains(
            "scripts/linux/move.sh",
            "scripts/linux/rollback.sh",
            "scripts/windows/move.ps1",
            "scripts/windows/rollback.ps1",
            "scripts/macos/move.sh")
        .doesNotContain("scripts/windows/move.sh", "scripts/ios/move.sh");
    assertThat(paths(kit(ALL, Grouping.TAG)))
        .contains("scripts/tag-a-tag-web/move.sh", "scripts/untagged/move.ps1");
    assertThat(paths(kit(ALL, Grouping.OWNER)))
        .contains("scripts/anna/move.sh", "scripts/tagged-devices/move.sh");
    assertThat(paths(kit(ALL, Grouping.NONE)))
        .contains("scripts/db-1/move.sh", "scripts/desk-2/move.ps1", "scripts/web-7/move.sh");
  }

  @Test
  void theWayBackSwapsTheServers() throws Exception {
    Kit kit = kit(ALL, Grouping.OS);
    assertThat(Devices.file(kit, "scripts/linux/rollback.sh"))
        .contains("FROM_URL='" + FakeClient.NEW + "'\nTO_URL='" + FakeClient.OLD + "'\n");
    // Not removed: the policy's value stays in the client's settings when the policy goes.
    assertThat(Devices.file(kit, "mdm/windows/rollback.reg"))
        .contains("\"LoginURL\"=\"" + FakeClient.OLD + "\"\r\n");
  }

  @Test
  void noScriptEverLogsOutOrHoldsAKey() throws Exception {
    Kit kit = kit(ALL, Grouping.NONE);
    for (KitFile file : kit.files()) {
      assertThat(file.content())
          .as(file.path())
          .doesNotContain("tailscale logout", "\" logout", "'logout'", "privkey:", "tskey-");
    }
    assertThat(MachineKey.PREFIX).isEqualTo("mkey:");
    assertThat(kit.files()).noneMatch(file -> file.content().contains("mkey:"));
  }

  @ParameterizedTest
  @EnumSource(Grouping.class)
  void hostileNamesGetIntoNoPathAndNoCommand(Grouping grouping) throws Exception {
    Kit kit = kit(hostile(), grouping);
    for (KitFile file : kit.files()) {
      assertThat(file.path()).matches("[a-zA-Z0-9][a-zA-Z0-9./-]*").doesNotContain("..");
    }
    assertThat(paths(kit)).doesNotHaveDuplicates();
    // What Ansible reads holds no expression but those of the kit.
    assertThat(Devices.file(kit, "ansible/inventory.yml")).matches("(?:[a-zA-Z0-9_\": .#-]*\\n)+");
    // Every shell script is run, as far as it goes without a client.
    List<KitFile> scripts =
        kit.files().stream().filter(file -> file.path().endsWith("/move.sh")).toList();
    Path script = room.resolve("s.sh");
    for (KitFile file : scripts) {
      Files.writeString(script, file.content());
      Process run =
          new ProcessBuilder("/bin/sh", script.toString(), "--result", "--state", room.toString())
              .directory(room.toFile())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      int status = run.waitFor();
      if (!file.path().startsWith("over-ssh/")) {
        assertThat(status).as(file.path() + ": " + said).isEqualTo(6);
        assertThat(said.lines()).hasSize(1);
      }
    }
    try (Stream<Path> made = Files.list(room)) {
      assertThat(made).containsExactly(script);
    }
  }

  @Test
  void namesInThePageAreTextAlone() throws Exception {
    String page = Devices.file(kit(hostile(), Grouping.OS), "README.md");
    assertThat(page)
        .doesNotContain("<script>", "](javascript", "\u001b", "\u202e", "`touch owned`")
        .contains("&lt;script&gt;", "@WAVES@ @FINDINGS@ @TO@");
    assertThat(page.lines().filter(line -> line.startsWith("touch owned"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "result"})
  void aWaveIsStartedAndAskedOverSsh(String verb) throws Exception {
    Kit kit = kit(ALL, Grouping.OS);
    for (KitFile file : kit.files()) {
      Path path = room.resolve("kit").resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.content());
    }
    // The other side is here: what would run there runs in a folder of its own.
    Path ssh = room.resolve("ssh");
    Files.writeString(
        ssh,
        """
        echo "$1" >> asked
        case $2 in
          cat*) echo '{"result":"went-back","exit":3,"x":1}' ;;
          *) TAILSCALE=false TMPDIR=. sh -c "$2" ;;
        esac
        """);
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh", "kit/over-ssh/move.sh", "kit/waves/wave-rest.tsv", verb, "--", "--check")
            .directory(room.toFile())
            .redirectErrorStream(true)
            .redirectOutput(room.resolve("out").toFile());
    builder.environment().put("WAYLEAVE_SSH", "sh " + ssh);
    assertThat(builder.start().waitFor()).isEqualTo(3);
    assertThat(Files.readString(room.resolve("asked")))
        .isEqualTo("root@100.64.0.1\nroot@100.64.0.7\n");
    String said = Files.readString(room.resolve("out"));
    assertThat(said)
        .contains("desk-2: skipped")
        .contains(verb.equals("start") ? "\"result\":\"no-answer\"" : "\"result\":\"went-back\"")
        .endsWith("{\"result\":\"" + verb + "\",\"done\":0,\"failed\":2,\"skipped\":1}\n");
  }

  private static List<Node> hostile() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < HostileNames.ALL.size(); i++) {
      String name = HostileNames.ALL.get(i);
      nodes.add(Devices.node(i + 1, name, i % 2 == 0 ? "linux" : "windows"));
      nodes.add(
          Devices.node(i + 51, name, name)
              .change()
              .owner(new Owner.OfTags(Set.of(new TagName("tag:x" + name)), null))
              .build());
    }
    return nodes;
  }

  private static Kit kit(List<Node> nodes, Grouping grouping, WaveList... waves)
      throws KitException {
    Inventory inventory =
        Devices.inventory(nodes.size() > ALL.size() ? HostileNames.ALL.getFirst() : "anna", nodes);
    return Kit.of(inventory, Devices.request(grouping, waves));
  }

  private static List<String> paths(Kit kit) {
    return kit.files().stream().map(KitFile::path).toList();
  }
}
