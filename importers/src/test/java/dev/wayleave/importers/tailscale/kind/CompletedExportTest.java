package dev.wayleave.importers.tailscale.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.console.MachinesTable;
import dev.wayleave.importers.tailscale.member.MemberStatus;
import dev.wayleave.importers.tailscale.shape.Opened;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.importers.tailscale.source.HostedSource;
import dev.wayleave.importers.tailscale.terraform.TerraformState;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.testkit.hosted.HostedSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports of other kinds with answers of the API beside them.
class CompletedExportTest {
  @TempDir Path room;

  @BeforeEach
  void answers() throws IOException {
    Opened.write(room.resolve("lock-status.json"), "{\"Enabled\": false}");
    Opened.write(room.resolve("acl.hujson"), "{\"acls\": []}");
    Opened.write(room.resolve("derp-map.json"), HostedSample.text("derp-map.json"));
  }

  private void copy(Class<?> beside, String name) throws IOException {
    Files.copy(Opened.file(beside, name), room.resolve(name));
  }

  private Reading read() throws Exception {
    OpenedExport opened = ExportKinds.open(room).orElseThrow();
    return new HostedSource(
            opened.export(), opened.findings(), HostedOptions.at(() -> HostedSample.TOLD_AT))
        .read(Progress.SILENT);
  }

  private static List<String> codes(Reading reading) {
    return reading.findings().stream().map(Finding::code).toList();
  }

  @Test
  void theMachinesTableIsCompleted() throws Exception {
    copy(MachinesTable.class, "machines.csv");
    Files.createDirectory(room.resolve("device-attributes"));
    Opened.write(
        room.resolve("device-attributes/n11aaaaaaa11CNTRL.json"),
        "{\"attributes\": {\"custom:tier\": \"prod\"}}");

    Reading reading = read();

    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.CONSOLE_CSV);
    assertThat(reading.inventory().nodes()).isNotEmpty();
    assertThat(reading.inventory().nodes())
        .anyMatch(node -> node.attributes().containsKey("custom:tier"));
    assertThat(reading.inventory().policyInUse().orElseThrow().text()).contains("acls");
    assertThat(codes(reading))
        .contains("TAILNET_LOCK_OFF", "USERS_NOT_TOLD", "GOVERNANCE_NOT_TOLD")
        .doesNotContain("POLICY_NOT_TOLD", "DERP_MAP_MISSING", "TAILNET_LOCK_UNPROVEN");
    assertThat(reading.findings())
        .filteredOn(finding -> finding.code().equals("GOVERNANCE_NOT_TOLD"))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.what()).contains("settings").doesNotContain("attributes"));
    assertThat(reading.findings())
        .filteredOn(finding -> finding.object().equals("section device-attributes"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.ACTION);
          assertThat(finding.what()).contains("does not hold it for");
        });
  }

  @Test
  void aStatusIsCompleted() throws Exception {
    copy(MemberStatus.class, "status.json");

    assertThat(codes(read()))
        .contains("TAILNET_LOCK_OFF", "MACHINE_KEYS_NOT_TOLD")
        .doesNotContain("POLICY_NOT_TOLD", "RELAY_BY_CODE");
  }

  @Test
  void aNetmapWithoutDevicesOfTheApiIsCompleted() throws Exception {
    copy(MemberStatus.class, "netmap.json");

    Reading reading = read();

    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.MEMBER_NETMAP);
    assertThat(codes(reading)).contains("VIEW_OF_ONE_MEMBER").doesNotContain("POLICY_NOT_TOLD");
  }

  @Test
  void aStateIsCompletedAndSaysWhichMachineKeysItLacks() throws Exception {
    String state = Files.readString(Opened.file(TerraformState.class, "terraform.tfstate"));
    Opened.write(
        room.resolve("terraform.tfstate"),
        state.replaceAll("\"machine_key\": *\"mkey:5151[0-9a-f]*\"", "\"machine_key\": \"\""));

    Reading reading = read();

    assertThat(codes(reading))
        .contains("TAILNET_LOCK_OFF", "MACHINE_KEYS_NOT_TOLD", "MACHINE_KEY_UNKNOWN");
    assertThat(reading.findings())
        .filteredOn(finding -> finding.code().equals("MACHINE_KEYS_NOT_TOLD"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.LOSSY);
          assertThat(finding.what()).startsWith("1 devices");
        });
  }

  @Test
  void devicesOfTheApiAndThoseOfATableAreNotMixed() throws Exception {
    copy(MachinesTable.class, "machines.csv");
    Opened.write(room.resolve("devices.json"), "{\"devices\": []}");

    assertThatThrownBy(() -> ExportKinds.open(room)).hasMessageContaining("name the file to read");
  }

  @Test
  void anAnswerThatWasRefusedIsToldInEveryKind() throws Exception {
    copy(MachinesTable.class, "machines.csv");
    Opened.write(room.resolve("users.json"), "{\"message\": \"calling actor may not\"}");

    assertThat(read().findings())
        .filteredOn(finding -> finding.code().equals("SECTION_NOT_READ"))
        .extracting(Finding::object)
        .containsExactly("section users.json");
  }

  @Test
  void aByteOrderMarkBeforeAnAnswerIsNoPartOfIt() throws Exception {
    copy(MachinesTable.class, "machines.csv");
    Opened.write(room.resolve("acl.hujson"), "\uFEFF{\"acls\": []}");

    assertThat(new Opened(ExportKinds.open(room).orElseThrow()).text(Section.POLICY))
        .isEqualTo("{\"acls\": []}");
  }
}
