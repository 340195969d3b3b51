package dev.wayleave.importers.tailscale.source;

import static dev.wayleave.importers.tailscale.source.HostedExportCase.finding;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.findings;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.kind.ExportKinds;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.testkit.hosted.HostedSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an export lacks, and what stands beside it or without its envelope.
class PartialExportTest {
  private static final String ALICE =
      "nodekey:14c996937071256a4b3ee47bd79061655f1578228a6250418affefbc064b5543";

  @TempDir Path folder;
  private HostedExportCase export = HostedExportCase.empty(Path.of(""));

  @BeforeEach
  void copy() {
    export = HostedExportCase.sample(folder);
  }

  private void refuse(String section, int status) {
    export.change(
        "export.json",
        text ->
            text.replace(
                "\"notRead\": [",
                "\"notRead\": [{\"section\": \"%s\", \"object\": \"\", \"status\": %d, \"message\": \"no\"},"
                    .formatted(section, status)));
  }

  private static Level level(Reading reading, String file) {
    return reading.findings().stream()
        .filter(one -> one.object().equals("section " + file))
        .filter(one -> one.code().equals("SECTION_NOT_READ"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " is not told: " + reading.findings()))
        .level();
  }

  @Test
  void anExportThatBrokeOffIsNotWhole() throws Exception {
    export.change("export.json", text -> text.replace("\"2026-06-15T12:00:09Z\"", "null"));
    export.delete("device-attributes/nAl1ceMbCNTRL.json");
    export.delete("device-attributes/nOldNas1CNTRL.json");
    export.delete("contacts.json");
    Reading reading = export.read();
    assertThat(level(reading, "device-attributes")).isEqualTo(Level.LOSSY);
    assertThat(level(reading, "contacts.json")).isEqualTo(Level.LOSSY);
    assertThat(reading.findings())
        .filteredOn(one -> one.object().equals("section device-attributes"))
        .singleElement()
        .satisfies(one ->
            assertThat(one.what() + one.remedy())
                .contains("for 2 devices")
                .contains("Run the same command again"));
  }

  @Test
  void anExportOfWhichARefreshBrokeOffIsOfTwoTimes() throws Exception {
    export.change(
        "export.json",
        text -> text.replace("\"notRead\": [", "\"refreshing\": [\"DEVICES\"], \"notRead\": ["));
    assertThat(finding(export.read(), "EXPORT_OF_TWO_TIMES").level()).isEqualTo(Level.LOSSY);
  }

  @Test
  void attributesOfSomeDevicesOnlyAreToldWhoeverLeftThemOut() throws Exception {
    export.delete("device-attributes/nAl1ceMbCNTRL.json");
    assertThat(level(export.read(), "device-attributes")).isEqualTo(Level.LOSSY);
    export.delete("export.json");
    assertThat(level(export.read(), "device-attributes")).isEqualTo(Level.ACTION);
  }

  @ParameterizedTest
  @CsvSource({
    "CONTACTS, contacts.json, 403, ACTION",
    "AUDIT, audit.json, 403, ACTION",
    "USERS, users.json, 403, ACTION",
    "USERS, users.json, 404, ACTION",
    "KEYS, keys.json, 501, ACTION",
    "POLICY, acl.hujson, 403, LOSSY",
    "DEVICES, devices.json, 404, LOSSY"
  })
  void whatIsRefusedAsksForConsentOnlyWhereItIsLost(
      String section, String file, int status, Level level) throws Exception {
    export.delete(file);
    refuse(section, status);
    assertThat(level(export.read(), file)).isEqualTo(level);
  }

  @Test
  void aSectionThatThePlaneHasNotIsGoodToKnow() throws Exception {
    export.delete("contacts.json").delete("webhooks.json").delete("audit.json");
    refuse("CONTACTS", 404);
    refuse("WEBHOOKS", 501);
    Reading reading = export.read();
    assertThat(findings(reading, "SECTION_NOT_OFFERED"))
        .containsExactlyInAnyOrder("INFO section contacts.json", "INFO section webhooks.json");
    assertThat(findings(reading, "SECTION_MISSING")).containsExactly("INFO section audit.json");
  }

  @Test
  void whatSomebodyPutThereSinceIsRead() throws Exception {
    refuse("WEBHOOKS", 403);
    Reading reading = export.read();
    assertThat(findings(reading, "WEBHOOK_KEPT")).hasSize(1);
    assertThat(findings(reading, "SECTION_NOT_READ")).noneMatch(one -> one.contains("webhooks"));
  }

  @Test
  void anOlderAnswerThatStaysIsTold() throws Exception {
    refuse("SETTINGS", 500);
    assertThat(level(export.read(), "settings.json")).isEqualTo(Level.ACTION);
  }

  @Test
  void usersThatAreNotToldAreKnownFromDevices() throws Exception {
    export.delete("users.json");
    assertThat(finding(export.read(), "SECTION_NOT_READ").what())
        .contains("known as owners of devices only");
  }

  @Test
  void aFolderOfARunThatWasRefusedEverythingIsRead() throws Exception {
    Path other = Files.createDirectory(folder.resolve("refused"));
    Files.writeString(
        other.resolve("export.json"),
        "{\"endedAt\": \"2026-06-15T12:00:09Z\", \"notRead\": [{\"section\": \"DEVICES\","
            + " \"object\": \"\", \"status\": 403, \"message\": \"no\"}]}");
    Reading reading = HostedExportCase.empty(other).read();
    assertThat(reading.counts().nodes()).isZero();
    assertThat(level(reading, "devices.json")).isEqualTo(Level.LOSSY);
  }

  @Test
  void thePolicyThatStandsInForNoneIsToldWithWhatItLets() throws Exception {
    assertThat(findings(export.read(), "POLICY_RULES_DEFAULT")).isEmpty();
    for (String policy : List.of("{}", "{ // none\n}", "{\"groups\": {}}")) {
      export.write("acl.hujson", policy);
      assertThat(finding(export.read(), "POLICY_RULES_DEFAULT").what())
          .as(policy)
          .contains("every device reaches every other");
    }
    export.delete("acl.hujson");
    assertThat(findings(export.read(), "POLICY_RULES_DEFAULT")).containsExactly("ACTION policy");
    assertThat(level(export.read(), "acl.hujson")).isEqualTo(Level.ACTION);
  }

  @Test
  void anErrorThatWasSavedAsThePolicyIsNone() throws Exception {
    export.write("acl.hujson", "{\"message\": \"calling actor may not\"}\n");
    Reading reading = export.read();
    assertThat(level(reading, "acl.hujson")).isEqualTo(Level.LOSSY);
    assertThat(findings(reading, "POLICY_INVALID")).isEmpty();
    assertThat(reading.inventory().policies()).isEmpty();
  }

  @Test
  void aPolicyWithAByteOrderMarkIsTaken() throws Exception {
    export.change("acl.hujson", text -> "\uFEFF" + text);
    Reading reading = export.read();
    assertThat(findings(reading, "POLICY_INVALID")).isEmpty();
    assertThat(reading.inventory().policyInUse().orElseThrow().text())
        .isEqualTo(HostedSample.text("acl.hujson"));
  }

  @Test
  void attributesAreReadWithoutTheirEnvelopeAndKeptWhole() throws Exception {
    export.write(
        "device-attributes/nAl1ceMbCNTRL.json",
        "{\"custom:tier\": \"gold\", \"node:os\": \"macos\", \"intune:complianceState\": \"no\"}");
    Reading reading = export.read();
    assertThat(node(reading, "alice-macbook").attributes()).containsOnlyKeys("custom:tier");
    assertThat(finding(reading, "ATTRIBUTES_OF_INTEGRATION").what()).contains("intune");
    assertThat(reading.inventory().hosted())
        .filteredOn(one -> one.type().equals("device-attributes"))
        .hasSize(14)
        .extracting(HostedObject::json)
        .anyMatch(json -> json.contains("node:os") && json.contains("intune:complianceState"));
  }

  @ParameterizedTest
  @CsvSource({
    "services.json, vipServices",
    "webhooks.json, webhooks",
    "posture-integrations.json, integrations",
    "audit.json, logs",
    "keys.json, keys"
  })
  void everyListIsReadWithAndWithoutItsEnvelope(String file, String envelope) throws Exception {
    Reading before = export.read();
    export.change(file, text -> text.substring(text.indexOf('['), text.lastIndexOf(']') + 1));
    assertThat(export.read().inventory()).isEqualTo(before.inventory());
    export.change(file, text -> "{\"%s\": %s}".formatted(envelope, text));
    assertThat(export.read().inventory()).isEqualTo(before.inventory());
  }

  @Test
  void listsWithoutAnEnvelopeOfTheirOwnAreReadInAny() throws Exception {
    Reading before = export.read();
    export.change("user-invites.json", text -> "{\"userInvites\": " + text + "}");
    export.change("services.json", text -> text.replace("vipServices", "services"));
    assertThat(export.read().inventory()).isEqualTo(before.inventory());
  }

  @Test
  void membersAreReadInBothSpellings() throws Exception {
    Reading before = export.read();
    export.change(
        "devices.json", text -> text.replace("\"advertisedRoutes\"", "\"AdvertisedRoutes\""));
    export.change("users.json", text -> text.replace("profilePicUrl", "profilePicURL"));
    Reading reading = export.read();
    assertThat(reading.inventory().nodes()).isEqualTo(before.inventory().nodes());
    assertThat(node(reading, "gateway").advertisedRoutes()).hasSize(2);
    assertThat(reading.inventory().users()).isEqualTo(before.inventory().users());
    assertThat(reading.inventory().users()).anyMatch(user -> !user.pictureUrl().isEmpty());
  }

  private String netmap(String regions) {
    return """
    {"SelfNode": {"ID": 1, "StableID": "nX", "Key": "%s", "Name": "a.tail4e5f.ts.net.",
      "HomeDERP": 2, "DiscoKey": "discokey:%s", "Addresses": ["100.101.20.1/32"]},
     "NodeKey": "%s", "Peers": [], "DERPMap": {"Regions": %s}}
    """
        .formatted(ALICE, "ab".repeat(32), ALICE, regions);
  }

  private String regions() {
    String map = HostedSample.text("derp-map.json");
    return map.substring(map.indexOf(':') + 1, map.lastIndexOf('}'));
  }

  @Test
  void aNetmapIsTheMapOfRelaysAndTellsHomes() throws Exception {
    export.delete("derp-map.json");
    Path netmap = Files.writeString(folder.resolve("n.txt"), netmap(regions()));
    Reading reading = export.read(HostedExportCase.options().with(Section.DERP_MAP, netmap));
    assertThat(node(reading, "alice-macbook").unmoved()).isEqualTo(new Unmoved("tailscale", 2));
    assertThat(String.valueOf(node(reading, "alice-macbook").discoKey())).contains("abab");
    assertThat(node(reading, "gateway").unmoved()).isEqualTo(new Unmoved("tailscale", 4));
    assertThat(reading.inventory().derp().orElseThrow().maps().getFirst().text())
        .contains("New York City")
        .doesNotContain("Peers");
  }

  @Test
  void aNetmapInTheFolderCompletesTheAnswers() throws Exception {
    export.delete("derp-map.json");
    export.write("netmap.json", netmap(regions()));
    for (boolean written : new boolean[] {true, false}) {
      if (!written) {
        export.delete("export.json");
      }
      OpenedExport opened = ExportKinds.open(folder).orElseThrow();
      Reading reading =
          new HostedSource(opened.export(), opened.findings(), HostedExportCase.options())
              .read(Progress.SILENT);
      assertThat(reading.counts().nodes()).isEqualTo(14);
      assertThat(node(reading, "alice-macbook").unmoved()).isEqualTo(new Unmoved("tailscale", 2));
      assertThat(findings(reading, "DERP_MAP_MISSING")).isEmpty();
    }
  }

  @Test
  void aMapOfNoRegionIsRefusedWhereItWasNamed() throws Exception {
    for (String map : List.of("{}", "{\"Regions\": {}}", netmap("{}"), "{\"devices\": []}")) {
      Path file = Files.writeString(folder.resolve("map.txt"), map);
      HostedOptions options = HostedExportCase.options().with(Section.DERP_MAP, file);
      assertThatThrownBy(() -> export.read(options))
          .hasMessageContaining("map.txt holds no relay region");
    }
    export.write("derp-map.json", "{}");
    Reading reading = export.read();
    assertThat(findings(reading, "DERP_MAP_MISSING")).hasSize(1);
    assertThat(reading.inventory().derp()).isEmpty();
  }
}
