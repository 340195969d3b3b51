package dev.wayleave.importers.tailscale.source;

import static dev.wayleave.importers.tailscale.source.HostedExportCase.finding;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.findings;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Owner;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Folders that are cut, mixed, or of something else.
class BadExportTest {
  @TempDir Path folder;
  private HostedExportCase export = HostedExportCase.empty(Path.of(""));

  @BeforeEach
  void copy() {
    export = HostedExportCase.sample(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "devices.json",
        "users.json",
        "keys.json",
        "settings.json",
        "dns-configuration.json",
        "derp-map.json",
        "lock-status.json",
        "webhooks.json",
        "audit.json",
        "contacts.json",
        "services.json",
        "posture-integrations.json",
        "logstream-configuration.json",
        "user-invites.json",
        "device-invites/nAl1ceMbCNTRL.json",
        "device-attributes/nAl1ceMbCNTRL.json"
      })
  void aCutFileIsNamedWithThePlaceWhereItEnds(String file) {
    export.change(file, text -> text.substring(0, text.length() / 2));
    assertThatThrownBy(export::read)
        .isInstanceOf(SourceException.class)
        .hasMessageMatching(file + ", line \\d+, column \\d+: .*export again\\.");
  }

  @Test
  void aPolicyThatWasCutForbidsGoingOnAndIsKeptAsItIs() throws Exception {
    export.change("acl.hujson", text -> text.substring(0, text.length() / 2));
    Reading reading = export.read();
    assertThat(finding(reading, "POLICY_INVALID").level()).isEqualTo(Finding.Level.BLOCKER);
    assertThat(reading.inventory().policies()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"devices.json", "users.json", "acl.hujson", "settings.json"})
  void aSavedPageIsToldFromAnAnswer(String file) {
    export.write(file, "\n<!DOCTYPE html><html><body>502 Bad Gateway</body></html>");
    assertThatThrownBy(export::read)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(file + " holds a page (HTML)");
  }

  @Test
  void anEmptyFileIsNoAnswer() {
    export.write("users.json", "");
    assertThatThrownBy(export::read).hasMessageContaining("users.json is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"devices\": [1]}|an object is expected in the list",
        "{\"devices\": {}}|it has no list \"devices\"",
        "{\"users\": []}|it has no list \"devices\"",
        "[] []|the JSON ended before this",
        "\"devices\"|there is neither a list nor an object"
      })
  void anotherShapeIsRefused(String body, String fault) {
    export.write("devices.json", body);
    assertThatThrownBy(export::read)
        .hasMessageContaining("devices.json")
        .hasMessageContaining(fault);
  }

  @Test
  void anErrorThatWasSavedAsAnAnswerIsASectionThatWasNotRead() throws Exception {
    export.write("webhooks.json", "{\"message\": \"calling actor may not\"}");
    export.write("settings.json", "{\"message\": \"calling actor may not\"}");
    Reading reading = export.read();
    assertThat(findings(reading, "SECTION_NOT_READ"))
        .contains("ACTION section webhooks.json", "ACTION section settings.json");
    assertThat(reading.inventory().server()).isEmpty();
  }

  @Test
  void bodiesMayComeWithoutTheirEnvelope() throws Exception {
    Reading before = export.read();
    for (String file : new String[] {"devices", "users", "keys", "webhooks"}) {
      export.change(
          file + ".json", text -> text.substring(text.indexOf('['), text.lastIndexOf(']') + 1));
    }
    assertThat(export.read().inventory()).isEqualTo(before.inventory());
  }

  @Test
  void anyFileMayBeMissing() throws Exception {
    for (String file :
        new String[] {
          "users.json",
          "acl.hujson",
          "keys.json",
          "dns-configuration.json",
          "settings.json",
          "derp-map.json",
          "export.json"
        }) {
      export.delete(file);
    }
    Reading reading = export.read();
    assertThat(reading.counts().nodes()).isEqualTo(14);
    assertThat(node(reading, "alice-macbook").owner()).isInstanceOf(Owner.OfUser.class);
    assertThat(findings(reading, "SECTION_NOT_READ"))
        .containsExactlyInAnyOrder(
            "ACTION section users.json",
            "ACTION section acl.hujson",
            "ACTION section keys.json",
            "ACTION section dns-configuration.json",
            "ACTION section settings.json");
    assertThat(findings(reading, "DERP_MAP_MISSING")).hasSize(1);
    assertThat(findings(reading, "HOME_RELAY_UNKNOWN"))
        .hasSize(14)
        .contains("ACTION node 71234567890001 (alice-macbook)");
  }

  @Test
  void devicesOfAnotherTailnetBlock() throws Exception {
    export.change(
        "devices.json",
        text -> text.replace("bob-desktop.tail4e5f.ts.net", "bob-desktop.other.ts.net"));
    export.change(
        "users.json",
        text -> text.replaceFirst("(?s)(.*)TqW3rTy7CNTRL(.*?shared)", "$1TotherCNTRL$2"));
    Reading reading = export.read();
    assertThat(findings(reading, "MIXED_TAILNETS"))
        .contains("BLOCKER node 61234567890001 (bob-desktop)");
  }

  @Test
  void usersOfTwoTailnetsInOneFolderBlock() throws Exception {
    export.change("users.json", text -> text.replaceFirst("TqW3rTy7CNTRL", "TotherCNTRL"));
    Reading reading = export.read();
    assertThat(finding(reading, "MIXED_TAILNETS").level()).isEqualTo(Finding.Level.BLOCKER);
    assertThat(finding(reading, "MIXED_TAILNETS").what()).contains("TotherCNTRL", "TqW3rTy7CNTRL");
  }

  @Test
  void anAddressOrAKeyThatTwoDevicesHaveBlocks() throws Exception {
    String twin =
        """
        {"id": "99", "nodeId": "nTw1nCNTRL", "user": "alice@example.com",
         "name": "twin.tail4e5f.ts.net", "addresses": ["100.101.20.1"],
         "machineKey": "mkey:%1$s", "nodeKey":
         "nodekey:14c996937071256a4b3ee47bd79061655f1578228a6250418affefbc064b5543"},
        """
            .formatted("ab".repeat(32));
    export.change("devices.json", text -> text.replaceFirst("\\[", "[" + twin));
    Reading reading = export.read();
    assertThat(finding(reading, "ADDRESS_TAKEN").level()).isEqualTo(Finding.Level.BLOCKER);
    assertThat(finding(reading, "NODE_KEY_TAKEN").level()).isEqualTo(Finding.Level.BLOCKER);
  }

  @Test
  void aDeviceThatIsThereTwiceBlocksAndIsKept() throws Exception {
    String again =
        "{\"id\": \"98\", \"nodeId\": \"nAl1ceMbCNTRL\", \"name\": \"x.tail4e5f.ts.net\"}";
    export.change(
        "devices.json", text -> text.substring(0, text.lastIndexOf(']')) + "," + again + "]}");
    Reading reading = export.read();
    assertThat(finding(reading, "DEVICE_UNREADABLE").level()).isEqualTo(Finding.Level.BLOCKER);
    assertThat(reading.inventory().leftovers()).hasSize(3);
  }

  @Test
  void aFolderWithoutAnyFileOfAnExportIsNone() {
    assertThatThrownBy(() -> HostedExportCase.empty(folder.resolve("device-invites")).read())
        .hasMessageContaining("holds no file of an export");
    assertThatThrownBy(() -> HostedExportCase.empty(folder.resolve("nowhere")).read())
        .hasMessageContaining("There is no folder");
  }
}
