package dev.wayleave.importers.tailscale.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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

class TerraformStateTest {
  private static final Path STATE = Opened.file(TerraformStateTest.class, "terraform.tfstate");

  @TempDir Path room;

  @Test
  void joinsDevicesWithWhatIsSetOnThemByEitherId() throws Exception {
    JsonNode db = new Opened(TerraformState.read(STATE)).one(Section.DEVICES, "id", "92960230381");

    assertThat(db.path("nodeId").asText()).isEqualTo("n11aaaaaaa11CNTRL");
    assertThat(db.path("machineKey").asText()).startsWith("mkey:5151");
    assertThat(db.path("nodeKey").asText()).startsWith("nodekey:");
    assertThat(db.path("keyExpiryDisabled").asBoolean()).isTrue();
    assertThat(db.path("tags"))
        .extracting(JsonNode::asText)
        .containsExactly("tag:server", "tag:db");
    assertThat(db.path("enabledRoutes"))
        .extracting(JsonNode::asText)
        .containsExactly("10.9.0.0/24", "0.0.0.0/0", "::/0");
  }

  @Test
  void readsEverySectionThatTheProviderManages() throws Exception {
    Opened opened = new Opened(TerraformState.read(STATE));

    assertThat(opened.text(Section.POLICY)).startsWith("// the policy\n{\n\t\"tagOwners\"");
    assertThat(opened.one(Section.USERS, "loginName", "bob@example.com").path("status").asText())
        .isEqualTo("suspended");
    assertThat(opened.json(Section.DNS))
        .isEqualTo(
            ExportJson.MAPPER.readTree(
                """
                {"nameservers": [{"address": "9.9.9.9"}, {"address": "2620:fe::fe"}],
                 "preferences": {"magicDNS": true}, "searchPaths": ["corp.example.com"],
                 "splitDNS": {"corp.example.com": [{"address": "10.0.0.53"}],
                              "lab.example.com": [{"address": "10.0.1.53"}]}}
                """));
    JsonNode settings = opened.json(Section.SETTINGS);
    assertThat(settings).hasSize(11);
    assertThat(settings.path("usersRoleAllowedToJoinExternalTailnets").asText()).isEqualTo("admin");
    assertThat(opened.json(Section.CONTACTS).path("security").path("email").asText())
        .isEqualTo("sec@example.com");
    JsonNode key = opened.one(Section.KEYS, "keyType", "auth");
    assertThat(key.at("/capabilities/devices/create/reusable").asBoolean()).isTrue();
    assertThat(key.path("expirySeconds").asLong()).isEqualTo(7776000);
    assertThat(opened.one(Section.KEYS, "keyType", "federated").path("subject").asText())
        .isEqualTo("repo:org/*");
    assertThat(opened.one(Section.SERVICES, "name", "svc:db").path("ports").get(0).asText())
        .isEqualTo("tcp:5432");
    assertThat(
            opened.one(Section.WEBHOOKS, "endpointId", "wh11CNTRL").path("providerType").asText())
        .isEqualTo("slack");
    assertThat(opened.json(Section.LOGSTREAM_CONFIGURATION).path("s3Bucket").asText())
        .isEqualTo("logs");
    assertThat(opened.one(Section.POSTURE_INTEGRATIONS, "provider", "falcon").path("id").asText())
        .isEqualTo("p11CNTRL");
  }

  @Test
  void neverCopiesASecretOutOfTheState() throws Exception {
    assertThat(Files.readString(STATE)).contains("SECRETSECRET", "tskey-auth-", "tskey-client-");
    assertThat(new Opened(TerraformState.read(STATE)).everything())
        .doesNotContain("SECRETSECRET")
        .doesNotContain("tskey-");
  }

  @Test
  void saysWhatTheStateDoesNotTell() throws Exception {
    Opened opened = new Opened(TerraformState.read(STATE));

    assertThat(opened.codes())
        .contains(
            "DEVICE_NOT_IN_STATE",
            "STATE_OBJECT_NOT_READ",
            "SECRETS_STAY_IN_STATE",
            "STATE_IS_AS_OLD_AS_ITS_REFRESH",
            "DEVICE_DETAILS_NOT_TOLD");
    assertThat(opened.opened().findings())
        .filteredOn(finding -> finding.code().equals("DEVICE_NOT_IN_STATE"))
        .extracting(Finding::object)
        .containsExactly("tailscale_device_tags.gone[\"old\"]");
  }

  @Test
  void asksBeforeAMoveWithoutDevices() throws Exception {
    Path file =
        Opened.write(
            room.resolve("s.tfstate"),
            """
            {"version": 4, "resources": [{"mode": "managed", "type": "tailscale_dns_preferences",
             "name": "p", "instances": [{"attributes": {"id": "x", "magic_dns": true}}]}]}
            """);

    Opened opened = new Opened(TerraformState.read(file));

    assertThat(opened.codes())
        .contains("DEVICES_NOT_TOLD", "POLICY_NOT_TOLD", "DNS_IN_PART", "GOVERNANCE_NOT_TOLD");
    assertThat(opened.opened().findings())
        .filteredOn(finding -> finding.code().equals("DNS_IN_PART"))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.what())
                .contains("nameservers, overrideLocalDNS, searchPaths, splitDNS,")
                .doesNotContain("magicDNS"));
    assertThat(opened.has(Section.DEVICES)).isFalse();
  }

  @Test
  void refusesDevicesOfTwoTailnets() throws IOException {
    String mixed =
        Files.readString(STATE).replace("laptop.tail4321.ts.net", "laptop.tail7777.ts.net");
    Path file = Opened.write(room.resolve("s.tfstate"), mixed);

    assertThatThrownBy(() -> TerraformState.read(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("two tailnets, db-1.tail4321.ts.net and laptop.tail7777.ts.net");
  }

  @Test
  void refusesTwoPolicies() throws IOException {
    Path file =
        Opened.write(
            room.resolve("s.tfstate"),
            """
            {"version": 4, "resources": [
             {"mode": "managed", "type": "tailscale_acl", "name": "a",
              "instances": [{"attributes": {"acl": "{}"}}]},
             {"mode": "managed", "type": "tailscale_acl", "name": "b", "module": "module.two",
              "instances": [{"attributes": {"acl": "{}"}}]}]}
            """);

    assertThatThrownBy(() -> TerraformState.read(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("module.two.tailscale_acl.b");
  }

  @Test
  void refusesStatesItDoesNotKnow() throws IOException {
    Path old = Opened.write(room.resolve("old.tfstate"), "{\"version\": 3, \"modules\": []}");
    Path list = Opened.write(room.resolve("list.tfstate"), "[]");
    Path broken = Opened.write(room.resolve("broken.tfstate"), "{\"version\": 4, \"resources\": [");

    assertThatThrownBy(() -> TerraformState.read(old)).hasMessageContaining("version 3");
    assertThatThrownBy(() -> TerraformState.read(list)).hasMessageContaining("only version 4");
    assertThatThrownBy(() -> TerraformState.read(broken)).hasMessageContaining("in the middle");
  }
}
