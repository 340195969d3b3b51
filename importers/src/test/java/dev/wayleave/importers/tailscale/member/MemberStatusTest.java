package dev.wayleave.importers.tailscale.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.Opened;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberStatusTest {
  private static final Path RECORDED = Opened.file(MemberStatusTest.class, "status.json");

  @TempDir Path room;

  @Test
  void readsTheDevicesThatARealMemberSees() throws Exception {
    Opened opened = new Opened(MemberStatus.read(RECORDED));

    assertThat(opened.opened().export().kind()).isEqualTo(ExportKind.MEMBER_STATUS);
    JsonNode router = opened.one(Section.DEVICES, "name", "db-1.tail4321.example.net");
    assertThat(router.path("nodeKey").asText()).startsWith("nodekey:541a21");
    assertThat(router.path("addresses"))
        .extracting(JsonNode::asText)
        .containsExactly("100.64.0.2", "fd7a:115c:a1e0::2");
    assertThat(router.path("tags")).extracting(JsonNode::asText).containsExactly("tag:server");
    assertThat(router.path("enabledRoutes"))
        .extracting(JsonNode::asText)
        .containsExactly("0.0.0.0/0", "10.9.0.0/24", "::/0");
    assertThat(router.path("clientConnectivity").path("derp").asText()).isEqualTo("home");
    assertThat(router.has("lastSeen")).isFalse();
    JsonNode laptop = opened.one(Section.DEVICES, "hostname", "laptop");
    assertThat(laptop.path("user").asText()).isEqualTo("alice@example.com");
    assertThat(laptop.path("id").asText()).isEqualTo("1");
    assertThat(laptop.has("enabledRoutes")).isFalse();
  }

  @Test
  void namesUsersWithoutTheStandInForTags() throws Exception {
    JsonNode users = new Opened(MemberStatus.read(RECORDED)).json(Section.USERS).path("users");

    assertThat(users).hasSize(1);
    assertThat(users.get(0).path("loginName").asText()).isEqualTo("alice@example.com");
    assertThat(users.get(0).has("role")).isFalse();
  }

  @Test
  void saysThatNoDeviceCanBeRecognised() throws Exception {
    Opened opened = new Opened(MemberStatus.read(RECORDED));

    assertThat(opened.opened().findings())
        .filteredOn(finding -> finding.level() == Finding.Level.LOSSY)
        .extracting(Finding::code)
        .containsExactly("MACHINE_KEYS_NOT_TOLD", "GOVERNANCE_NOT_TOLD");
    assertThat(opened.codes())
        .contains("VIEW_OF_ONE_MEMBER", "POLICY_NOT_TOLD", "ROLES_NOT_TOLD", "DNS_NOT_TOLD");
    assertThat(opened.has(Section.DNS)).isFalse();
    assertThat(opened.opened().export().notRead())
        .anyMatch(part -> part.section() == Section.POLICY && part.status() == 0);
  }

  @Test
  void takesDevicesOfAnotherTailnetForShared() throws Exception {
    ObjectNode status = (ObjectNode) ExportJson.MAPPER.readTree(RECORDED.toFile());
    JsonNode peer = status.path("Peer").elements().next();
    ((ObjectNode) peer).put("DNSName", "db-1.other.example.org.").remove("Tags");
    Path file = Opened.write(room.resolve("s.json"), status.toString());

    Opened opened = new Opened(MemberStatus.read(file));

    assertThat(opened.one(Section.DEVICES, "hostname", "db-1").path("isExternal").asBoolean())
        .isTrue();
    assertThat(opened.one(Section.DEVICES, "hostname", "laptop").path("isExternal").asBoolean())
        .isFalse();
  }

  @Test
  void keepsHostileNamesAsTheyAre() throws Exception {
    ObjectNode status = (ObjectNode) ExportJson.MAPPER.readTree(RECORDED.toFile());
    String hostile = "$(reboot)\u001b[31m\"'\\/../<b>\n=1+1";
    ((ObjectNode) status.path("Self")).put("HostName", hostile);
    Path file = Opened.write(room.resolve("s.json"), status.toString());

    Opened opened = new Opened(MemberStatus.read(file));

    assertThat(opened.one(Section.DEVICES, "id", "1").path("hostname").asText()).isEqualTo(hostile);
    assertThat(opened.opened().findings().toString()).doesNotContain("\u001b");
  }

  @Test
  void refusesOneThatEndsInTheMiddle() throws IOException {
    String whole = Files.readString(RECORDED);
    Path file = Opened.write(room.resolve("s.json"), whole.substring(0, whole.length() / 2));

    assertThatThrownBy(() -> MemberStatus.read(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("s.json ends in the middle (line ");
  }

  @Test
  void refusesThatOfAMemberThatIsNotConnected() throws IOException {
    Path file =
        Opened.write(
            room.resolve("s.json"),
            "{\"BackendState\":\"NeedsLogin\",\"Self\":null,\"Peer\":null,\"User\":null}");

    assertThatThrownBy(() -> MemberStatus.read(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("the member was not connected");
  }
}
