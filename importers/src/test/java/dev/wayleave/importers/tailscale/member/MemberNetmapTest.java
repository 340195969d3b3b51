package dev.wayleave.importers.tailscale.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.Opened;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberNetmapTest {
  private static final Path RECORDED = Opened.file(MemberNetmapTest.class, "netmap.json");

  @TempDir Path room;

  @Test
  void keepsWhatReachesADeviceThatHasNotMoved() throws Exception {
    Opened opened = new Opened(MemberNetmap.read(RECORDED));

    JsonNode router = opened.one(Section.DEVICES, "name", "db-1.tail4321.example.net");
    assertThat(router.path(DeviceMembers.DISCO_KEY).asText()).startsWith("discokey:7fe3d4");
    assertThat(router.path(DeviceMembers.HOME_DERP).asInt()).isEqualTo(999);
    assertThat(router.path(DeviceMembers.ENDPOINTS).get(0).asText()).isEqualTo("127.0.0.1:60273");
    assertThat(router.path("addresses"))
        .extracting(JsonNode::asText)
        .containsExactly("100.64.0.2", "fd7a:115c:a1e0::2");
    assertThat(router.path("enabledRoutes"))
        .extracting(JsonNode::asText)
        .containsExactly("0.0.0.0/0", "10.9.0.0/24", "::/0");
    assertThat(router.path("clientVersion").asText()).startsWith("1.102.5");
    assertThat(router.path("os").asText()).isEqualTo("linux");
    assertThat(
            opened.json(Section.DERP_MAP).path("Regions").path("999").path("RegionName").asText())
        .isEqualTo("Home Relay");
    assertThat(opened.json(Section.LOCK_STATUS).path("Enabled").asBoolean(true)).isFalse();
  }

  @Test
  void readsTheDnsSettingsThatTheMemberGets() throws Exception {
    JsonNode dns = new Opened(MemberNetmap.read(RECORDED)).json(Section.DNS);

    assertThat(dns)
        .isEqualTo(
            ExportJson.MAPPER.readTree(
                """
                {"nameservers": [{"address": "9.9.9.9"}, {"address": "2620:fe::fe"}],
                 "splitDNS": {"corp.example.com": [{"address": "10.0.0.53"}]},
                 "searchPaths": ["corp.example.com"],
                 "preferences": {"overrideLocalDNS": true, "magicDNS": true}}
                """));
  }

  @Test
  void takesFallbackResolversForNameserversThatDoNotOverride() throws Exception {
    ObjectNode netmap = (ObjectNode) ExportJson.MAPPER.readTree(RECORDED.toFile());
    ObjectNode settings = (ObjectNode) netmap.path("DNS");
    settings.set("FallbackResolvers", settings.remove("Resolvers"));
    Path file = Opened.write(room.resolve("n.json"), netmap.toString());

    JsonNode dns = new Opened(MemberNetmap.read(file)).json(Section.DNS);

    assertThat(dns.path("nameservers")).hasSize(2);
    assertThat(dns.path("preferences").path("overrideLocalDNS").asBoolean(true)).isFalse();
  }

  @Test
  void knowsTheMembersOwnMachineKeyAndCountsThoseThatAreNotTold() throws Exception {
    ObjectNode netmap = (ObjectNode) ExportJson.MAPPER.readTree(RECORDED.toFile());
    ((ObjectNode) netmap.path("SelfNode")).remove("Machine");
    ((ObjectNode) netmap.path("Peers").get(0)).remove("Machine");
    Path file = Opened.write(room.resolve("n.json"), netmap.toString());

    Opened opened = new Opened(MemberNetmap.read(file));

    assertThat(opened.one(Section.DEVICES, "hostname", "laptop").path("machineKey").asText())
        .isEqualTo(netmap.path("MachineKey").asText());
    assertThat(opened.one(Section.DEVICES, "hostname", "db-1").has("machineKey")).isFalse();
    assertThat(opened.opened().findings())
        .filteredOn(finding -> finding.code().equals("MACHINE_KEYS_NOT_TOLD"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.LOSSY);
          assertThat(finding.what()).startsWith("1 devices");
        });
  }

  @Test
  void readsTheHomeRelayOfOlderControlPlanes() throws Exception {
    ObjectNode netmap = (ObjectNode) ExportJson.MAPPER.readTree(RECORDED.toFile());
    ObjectNode peer = (ObjectNode) netmap.path("Peers").get(0);
    peer.remove("HomeDERP");
    peer.put("DERP", "127.3.3.40:17");
    Path file = Opened.write(room.resolve("n.json"), netmap.toString());

    JsonNode device = new Opened(MemberNetmap.read(file)).one(Section.DEVICES, "hostname", "db-1");

    assertThat(device.path(DeviceMembers.HOME_DERP).asInt()).isEqualTo(17);
  }

  @Test
  void takesAnExitNodeOfAnotherCompanyForExternal() throws Exception {
    ObjectNode netmap = (ObjectNode) ExportJson.MAPPER.readTree(RECORDED.toFile());
    ((ObjectNode) netmap.path("Peers").get(0)).put("IsWireGuardOnly", true).remove("Machine");
    Path file = Opened.write(room.resolve("n.json"), netmap.toString());

    Opened opened = new Opened(MemberNetmap.read(file));

    assertThat(opened.one(Section.DEVICES, "hostname", "db-1").path("isExternal").asBoolean())
        .isTrue();
    assertThat(opened.codes()).doesNotContain("MACHINE_KEYS_NOT_TOLD");
  }

  @Test
  void refusesOneThatEndsInTheMiddle() throws IOException {
    String whole = Files.readString(RECORDED);
    Path file = Opened.write(room.resolve("n.json"), whole.substring(0, whole.length() - 40));

    assertThatThrownBy(() -> MemberNetmap.read(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("ends in the middle");
  }
}
