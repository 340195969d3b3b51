package dev.wayleave.importers.tailscale.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.importers.tailscale.shape.Opened;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachinesTableTest {
  private static final Path TABLE = Opened.file(MachinesTableTest.class, "machines.csv");
  private static final String HEADING = "Device name,Device ID,Domain,Tailscale IPs\n";

  @TempDir Path room;

  @Test
  void readsAMachineWithItsRoutes() throws Exception {
    JsonNode db =
        new Opened(MachinesTable.read(TABLE)).one(Section.DEVICES, "nodeId", "n11aaaaaaa11CNTRL");

    assertThat(db.path("name").asText()).isEqualTo("db-1.tail4321.ts.net");
    assertThat(db.path("user").asText()).isEqualTo("alice@example.com");
    assertThat(db.path("tags"))
        .extracting(JsonNode::asText)
        .containsExactly("tag:server", "tag:db");
    assertThat(db.path("addresses"))
        .extracting(JsonNode::asText)
        .containsExactly("100.64.0.11", "fd7a:115c:a1e0::1101:b");
    assertThat(db.path("enabledRoutes"))
        .extracting(JsonNode::asText)
        .containsExactly("10.9.0.0/24");
    assertThat(db.path("advertisedRoutes"))
        .extracting(JsonNode::asText)
        .containsExactly("10.9.0.0/24", "10.8.0.0/16", "10.7.0.0/16", "0.0.0.0/0", "::/0");
    assertThat(db.path("keyExpiryDisabled").asBoolean()).isTrue();
    assertThat(db.path("sshEnabled").asBoolean()).isTrue();
    assertThat(db.path(DeviceMembers.ENDPOINTS)).hasSize(2);
    assertThat(db.has("machineKey") || db.has("nodeKey")).isFalse();
  }

  @Test
  void keepsQuotesLineEndsAndFormulasOfNames() throws Exception {
    Opened opened = new Opened(MachinesTable.read(TABLE));

    assertThat(opened.one(Section.DEVICES, "nodeId", "n22bbbbbbb22CNTRL").path("hostname").asText())
        .isEqualTo("laptop, \"the\" old one");
    assertThat(opened.one(Section.DEVICES, "nodeId", "n33ccccccc33CNTRL").path("hostname").asText())
        .isEqualTo("=HYPERLINK(\"https://evil.example\")\nsecond line");
  }

  @Test
  void keepsColumnsThatNoMemberOfTheApiHolds() throws Exception {
    JsonNode laptop =
        new Opened(MachinesTable.read(TABLE)).one(Section.DEVICES, "nodeId", "n22bbbbbbb22CNTRL");

    assertThat(laptop.path(DeviceMembers.COLUMNS).path("Funnel").asText()).isEqualTo("true");
    assertThat(laptop.path(DeviceMembers.COLUMNS).path("OS Version").asText()).isEqualTo("15.1");
    assertThat(laptop.path("isEphemeral").asBoolean()).isTrue();
    assertThat(laptop.path("expires").asText()).isEqualTo("2026-09-04T05:06:07Z");
  }

  @Test
  void asksBeforeAMoveThatCannotBeSilent() throws Exception {
    Opened opened = new Opened(MachinesTable.read(TABLE));

    assertThat(opened.opened().findings())
        .filteredOn(finding -> finding.level() == Finding.Level.LOSSY)
        .extracting(Finding::code)
        .containsExactly("MACHINE_KEYS_NOT_TOLD", "GOVERNANCE_NOT_TOLD");
    assertThat(opened.codes()).contains("EXIT_NODE_APPROVAL_NOT_TOLD", "APPROVAL_NOT_TOLD");
  }

  @Test
  void sharedMachinesAreOfAnotherTailnetAndOthersMayNotBe() throws Exception {
    assertThat(
            new Opened(MachinesTable.read(TABLE))
                .one(Section.DEVICES, "nodeId", "n44ddddddd44CNTRL")
                .path("isExternal")
                .asBoolean())
        .isTrue();
    Path mixed =
        Opened.write(
            room.resolve("m.csv"),
            HEADING + "a,n1,a.tail1.ts.net,100.64.0.1\nb,n2,b.tail2.ts.net,100.64.0.2\n");

    assertThatThrownBy(() -> MachinesTable.read(mixed))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("two tailnets");
  }

  @Test
  void refusesBrokenTablesByLine() throws IOException {
    Path cut = Opened.write(room.resolve("cut.csv"), HEADING + "a,n1,a.t.net,\"100.64.0.1,fd");
    Path short1 = Opened.write(room.resolve("short.csv"), HEADING + "a,n1,\"a\n.t\",1\nb,n2,b\n");
    Path behind = Opened.write(room.resolve("b.csv"), HEADING + "\"a\"x,n1,a.t.net,100.64.0.1\n");
    Path other = Opened.write(room.resolve("other.csv"), "Device name,Device ID\na,b\n");
    Path latin = room.resolve("latin.csv");
    Files.write(latin, (HEADING + "Zoë,n1,a,1\n").getBytes(StandardCharsets.ISO_8859_1));
    Path none = Opened.write(room.resolve("none.csv"), HEADING);

    assertThatThrownBy(() -> MachinesTable.read(cut))
        .hasMessageContaining("in the middle of a quoted field that begins on line 2");
    assertThatThrownBy(() -> MachinesTable.read(short1))
        .hasMessageContaining("line 4 has 3 fields where the heading has 4");
    assertThatThrownBy(() -> MachinesTable.read(behind))
        .hasMessageContaining("line 2 has text behind a quoted field");
    assertThatThrownBy(() -> MachinesTable.read(other))
        .hasMessageContaining("has no column \"Tailscale IPs\"");
    assertThatThrownBy(() -> MachinesTable.read(latin)).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> MachinesTable.read(none)).hasMessageContaining("no machine");
  }
}
