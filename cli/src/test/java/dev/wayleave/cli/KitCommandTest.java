package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `wayleave cutover kit`: the folder it writes, read by the parsers of its languages.
class KitCommandTest {
  private static final String NEW = "https://new.example.com";
  private static final String HOSTILE = "\"$(id)`id`'\n]]><a> {{ x }}: - #";

  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void writeSource() throws Exception {
    Reading seeded = TailnetBuilder.seeded(1).reading();
    Inventory.Builder builder = Inventory.builder(seeded.inventory().source());
    seeded.inventory().users().forEach(builder::add);
    for (Node node : seeded.inventory().nodes()) {
      builder.add(node.change().hostname(HOSTILE).givenName(HOSTILE).build());
    }
    write(new Reading(builder.build(), seeded.counts(), List.of()));
    command = new CommandRun(folder);
  }

  private void write(Reading reading) throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve("source.wl"))) {
      new BundleWriter(CommandRun.NOW, new Protection.Plain(), false)
          .write(reading, out, Progress.SILENT);
    }
  }

  private int kit(String... more) {
    List<String> words = new ArrayList<>(List.of("cutover", "kit", "--from", "bundle:source.wl"));
    words.addAll(List.of("--to-url", NEW, "--out", "kit"));
    words.addAll(List.of(more));
    return command.run(words.toArray(new String[0]));
  }

  @Test
  void writesAFolderWhoseFilesTheirOwnParsersRead() throws Exception {
    assertThat(kit("--group-by", "none")).as(command.err()).isZero();
    assertThat(command.out()).contains("begin with its README.md", "Waves");
    int parsed = 0;
    try (Stream<Path> files = Files.walk(folder.resolve("kit"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        if (name.endsWith(".json")) {
          assertThat(new ObjectMapper().readTree(text).isObject()).isTrue();
        } else if (name.endsWith(".yml") || name.endsWith(".yaml")) {
          Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
          assertThat(read).as(name).isNotNull();
        } else if (name.endsWith(".mobileconfig") || name.endsWith(".plist")) {
          assertThat(loginUrls(text)).isNotEmpty();
        } else {
          continue;
        }
        parsed++;
      }
    }
    // Plan, inventory, two playbooks with what they include for Windows, and five files a
    // direction.
    assertThat(parsed).isEqualTo(1 + 1 + 2 * 2 + 2 * 5);
    Path script = folder.resolve("kit/over-ssh/move.sh");
    assertThat(Files.isExecutable(script)).isTrue();
  }

  @Test
  void theFilesOfDaemonsAndManagementNameTheServer() throws Exception {
    assertThat(kit()).isZero();
    Path kit = folder.resolve("kit");
    JsonNode daemon = new ObjectMapper().readTree(kit.resolve("config-file/move.json").toFile());
    assertThat(daemon.properties())
        .containsExactlyInAnyOrder(
            Map.entry("version", new ObjectMapper().valueToTree("alpha0")),
            Map.entry("ServerURL", new ObjectMapper().valueToTree(NEW)));
    assertThat(loginUrls(Files.readString(kit.resolve("mdm/apple/move.mobileconfig"))))
        .containsExactly(NEW, NEW);
    Map<String, Object> values =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(kit.resolve("kubernetes/move-values.yaml")));
    assertThat(values).containsExactly(Map.entry("loginServer", NEW));
    JsonNode android = new ObjectMapper().readTree(kit.resolve("mdm/android/move.json").toFile());
    assertThat(android.at("/managedConfiguration/LoginURL").asText()).isEqualTo(NEW);
    JsonNode plan = new ObjectMapper().readTree(kit.resolve("plan.json").toFile());
    assertThat(plan.path("from").asText()).isEqualTo("https://controlplane.tailscale.com");
    assertThat(plan.at("/waves/0/devices/0/name").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void whoDoesNotKnowWhereDevicesMoveIsTold() {
    int code = command.run("cutover", "kit", "--from", "bundle:source.wl", "--out", "kit");
    assertThat(code).isEqualTo(1);
    assertThat(command.err()).contains("name the server that the devices move to by --to-url");
  }

  @Test
  void aTailnetThatIsOnItsWayKnowsWhatItLeaves() throws Exception {
    Reading seeded = TailnetBuilder.seeded(1).reading();
    Inventory.Builder builder = Inventory.builder(seeded.inventory().source());
    seeded.inventory().users().forEach(builder::add);
    seeded.inventory().nodes().forEach(builder::add);
    builder.add(new Transition("tailscale", "https://old.example.com", "", null, null));
    write(new Reading(builder.build(), seeded.counts(), List.of()));
    assertThat(kit()).as(command.err()).isZero();
    JsonNode plan = new ObjectMapper().readTree(folder.resolve("kit/plan.json").toFile());
    assertThat(plan.path("from").asText()).isEqualTo("https://old.example.com");
  }

  /// The texts after each key LoginURL of a property list.
  private static List<String> loginUrls(String plist) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    // The type is Apple's; nothing is fetched.
    parser.setEntityResolver((_, _) -> new InputSource(new java.io.StringReader("")));
    NodeList keys =
        parser.parse(new InputSource(new java.io.StringReader(plist))).getElementsByTagName("key");
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < keys.getLength(); i++) {
      if (keys.item(i).getTextContent().equals("LoginURL")) {
        urls.add(keys.item(i).getNextSibling().getTextContent());
      }
    }
    return urls;
  }

  @Test
  void replacesWhatItWroteAndNothingElse() throws Exception {
    assertThat(kit()).isZero();
    assertThat(kit("--group-by", "owner")).as(command.err()).isZero();
    assertThat(folder.resolve("kit/scripts/linux")).doesNotExist();
    Path note = Files.writeString(folder.resolve("kit/notes.txt"), "mine");
    assertThat(kit()).isEqualTo(1);
    assertThat(command.err()).contains("notes.txt was not written by this command");
    assertThat(note).exists();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("kit", "source.wl");
    }
  }

  @Test
  void aFolderThatIsNoKitIsLeftAlone() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("kit"));
    assertThat(kit()).as("an empty one is anybody's").isZero();
    Files.delete(empty.resolve(".wayleave-cutover-kit"));
    assertThat(kit()).isEqualTo(1);
    assertThat(command.err()).contains("is there and no kit; name a new folder by --out.");
  }

  @ParameterizedTest
  @CsvSource({"javascript:alert(1)", "https://a b", "https://user:word@example.com", "''"})
  void anOddServerIsRefused(String url) {
    assertThat(
            command.run(
                "cutover", "kit", "--from", "bundle:source.wl", "--to-url", url, "--out", "kit"))
        .isEqualTo(1);
    assertThat(command.err()).contains("--to-url: the URL of a control server is");
    assertThat(folder.resolve("kit")).doesNotExist();
  }

  @Test
  void aWaveThatNamesNobodyIsToldWithItsLine() throws Exception {
    Files.writeString(folder.resolve("w.txt"), "# first\nnobody\n");
    assertThat(kit("--wave", "w.txt")).isEqualTo(1);
    assertThat(command.err()).contains("w.txt, line 2: \"nobody\" is no device");
  }
}
