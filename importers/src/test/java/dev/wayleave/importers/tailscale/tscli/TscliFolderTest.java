package dev.wayleave.importers.tailscale.tscli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.kind.ExportKinds;
import dev.wayleave.importers.tailscale.shape.Opened;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The outputs are in the forms that the commands of tscli print (its source of 2026-08).
class TscliFolderTest {
  private static final String DEVICES =
      """
      [{"nodeId": "n11CNTRL", "id": "92960230381", "machineKey": "mkey:11", "nodeKey": "nodekey:22",
        "name": "db-1.tail4321.ts.net", "hostname": "db-1", "addresses": ["100.64.0.11"]}]
      """;

  @TempDir Path room;

  private void file(String name, String text) throws IOException {
    Opened.write(room.resolve(name), text);
  }

  private Opened open() throws SourceException {
    return new Opened(ExportKinds.open(room).orElseThrow());
  }

  @Test
  void knowsOutputsByWhatTheyHoldUnderAnyName() throws Exception {
    file("a.json", DEVICES);
    file("b.json", "[{\"id\": \"u1\", \"loginName\": \"alice@example.com\", \"role\": \"owner\"}]");
    file("c.json", "[{\"id\": \"k1\", \"keyType\": \"auth\", \"expirySeconds\": 7776000}]");
    file("d.json", "{\"vipServices\": [{\"name\": \"svc:db\", \"addrs\": [], \"ports\": []}]}");
    file("e.json", "[{\"endpointId\": \"w1\", \"endpointUrl\": \"https://x.example\"}]");
    file("f.json", "{\"integrations\": [{\"provider\": \"falcon\"}]}");
    file("g.json", "{\"devicesApprovalOn\": true, \"devicesKeyDurationDays\": 90}");
    file("h.json", "{\"account\": {}, \"support\": {}, \"security\": {}}");
    file("i.json", "{\"nameservers\": [], \"splitDNS\": {}, \"searchPaths\": []}");
    file("j.json", "{\"logs\": [{\"actor\": {}, \"eventGroupID\": \"x\"}]}");
    file("k.json", "[{\"id\": \"i1\", \"role\": \"member\", \"email\": \"x@example.com\"}]");
    file("policy.hujson", "// ours\n{\n  \"acls\": [],\n  \"groups\": {},\n}\n");

    Opened opened = open();

    assertThat(opened.opened().export().kind()).isEqualTo(ExportKind.TSCLI);
    assertThat(opened.text(Section.DEVICES)).isEqualTo(DEVICES);
    assertThat(opened.text(Section.POLICY)).startsWith("// ours");
    for (Section section :
        new Section[] {
          Section.USERS,
          Section.KEYS,
          Section.SERVICES,
          Section.WEBHOOKS,
          Section.SETTINGS,
          Section.POSTURE_INTEGRATIONS,
          Section.CONTACTS,
          Section.DNS,
          Section.AUDIT,
          Section.USER_INVITES
        }) {
      assertThat(opened.has(section)).as(section.name()).isTrue();
    }
    assertThat(opened.codes()).containsExactly("DEVICES_AS_LISTED", "GOVERNANCE_NOT_TOLD");
    assertThat(opened.opened().findings().getLast().what())
        .isEqualTo(
            "It does not hold the log stream of changes, the log stream of flows, posture"
                + " attributes, shares of devices.");
  }

  @Test
  void putsTogetherDnsSettingsOfSingleCommands() throws Exception {
    file("devices.json", DEVICES);
    file("ns.json", "{\"dns\": [\"9.9.9.9\"]}");
    file("prefs.json", "{\"magicDNS\": true}");
    file("search.json", "{\"searchPaths\": [\"corp.example.com\"]}");
    file("split.json", "{\"corp.example.com\": [\"10.0.0.53\"], \"lab.example.com\": null}");

    Opened opened = open();

    assertThat(opened.json(Section.DNS).path("nameservers").get(0).path("address").asText())
        .isEqualTo("9.9.9.9");
    assertThat(opened.json(Section.DNS).at("/preferences/magicDNS").asBoolean()).isTrue();
    assertThat(opened.json(Section.DNS).at("/splitDNS/corp.example.com/0/address").asText())
        .isEqualTo("10.0.0.53");
    assertThat(opened.codes()).contains("DNS_IN_PART", "USERS_NOT_TOLD", "POLICY_NOT_TOLD");
  }

  @Test
  void takesEmptyOutputsByTheirName() throws Exception {
    file("list-devices.json", DEVICES);
    file("webhooks.out.json", "[]");
    assertThatThrownBy(this::open).hasMessageContaining("webhooks.out.json");

    Files.move(room.resolve("webhooks.out.json"), room.resolve("tailnet-webhooks.json"));
    assertThat(open().has(Section.WEBHOOKS)).isTrue();
  }

  @Test
  void takesAnEmptyListOfInvitesForWhatItIs() throws Exception {
    file("list-devices.json", DEVICES);
    file("list-invites-users.json", "[]");
    file("list-users.json", "[]");

    Opened opened = open();

    assertThat(opened.has(Section.USER_INVITES)).isTrue();
    assertThat(opened.has(Section.USERS)).isTrue();
  }

  @Test
  void takesAPolicyWithAByteOrderMark() throws Exception {
    file("list-devices.json", DEVICES);
    file("acl.hujson", "\uFEFF{\"acls\": []}");

    assertThat(open().text(Section.POLICY)).isEqualTo("{\"acls\": []}");
  }

  @Test
  void namesTheFileThatItCannotTell() throws Exception {
    file("list-devices.json", DEVICES);
    file("notes.json", "{\"todo\": \"ask Bob\"}");

    assertThatThrownBy(this::open)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("notes.json")
        .hasMessageContaining("move it out of the folder");
  }

  @Test
  void refusesTwoFilesOfOneThing() throws Exception {
    file("monday.json", DEVICES);
    file("tuesday.json", DEVICES);

    assertThatThrownBy(this::open)
        .hasMessageContaining("monday.json")
        .hasMessageContaining("tuesday.json both hold devices.json");
  }

  @Test
  void saysThatAttributesOfOneDeviceHaveNoName() throws Exception {
    file("list.json", DEVICES);
    file("posture.json", "{\"attributes\": {\"custom:tier\": \"prod\"}, \"expiries\": {}}");
    Files.createDirectory(room.resolve("device-attributes"));
    file("device-attributes/n11CNTRL.json", "{\"attributes\": {\"custom:tier\": \"prod\"}}");

    Opened opened = open();

    assertThat(opened.codes()).contains("DEVICE_NOT_NAMED");
    assertThat(opened.opened().export().open(Section.DEVICE_ATTRIBUTES, "n11CNTRL")).isPresent();
  }
}
