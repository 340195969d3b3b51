package dev.wayleave.importers.tailscale.source;

import static dev.wayleave.importers.tailscale.source.HostedExportCase.finding;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.findings;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.node;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Role;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What few tailnets have, each with the finding that tells of it.
class OddTailnetTest {
  @TempDir Path folder;
  private HostedExportCase export = HostedExportCase.empty(Path.of(""));

  @BeforeEach
  void copy() {
    export = HostedExportCase.sample(folder);
  }

  /// Puts members before those of the device of a name.
  private void device(String name, String members) {
    String first = "\"name\": \"" + name + ".tail4e5f.ts.net\"";
    export.change("devices.json", text -> text.replace(first, members + ", " + first));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"multipleConnections\": true|DEVICE_CLONED|ACTION",
        "\"x\": {}, \"tailnetLockError\": \"not signed\"|DEVICE_LOCKED_OUT|ACTION"
      })
  void aDeviceThatIsOddIsTold(String members, String code, Level level) throws Exception {
    export.change("devices.json", text -> text.replace("\"tailnetLockError\": \"\",", ""));
    device("bob-desktop", members);
    Reading reading = export.read();
    assertThat(findings(reading, code))
        .containsExactly(level + " node 61234567890001 (bob-desktop)");
  }

  @Test
  void aClientWithoutVersionIsTold() throws Exception {
    export.change("devices.json", text -> text.replace("1.88.4-t11223344-g55667788", ""));
    assertThat(findings(export.read(), "CLIENT_VERSION_UNKNOWN"))
        .containsExactly("INFO node 61234567890001 (bob-desktop)");
  }

  @Test
  void aThirdAddressHasNoPlace() throws Exception {
    export.change(
        "devices.json",
        text -> text.replace("\"100.101.20.1\"", "\"100.101.20.1\", \"100.101.20.9\""));
    assertThat(finding(export.read(), "ADDRESS_BESIDE").what()).contains("100.101.20.9");
  }

  @Test
  void aDeviceOfNobodyIsTold() throws Exception {
    export.change(
        "devices.json",
        text ->
            text.replaceFirst(
                "(?s)\"user\": \"[^\"]*\"(.{0,200}\"name\": \"bob-desktop)",
                "\"user\": \"gone@example.com\"$1"));
    Reading reading = export.read();
    assertThat(node(reading, "bob-desktop").owner()).isInstanceOf(Owner.Nobody.class);
    assertThat(finding(reading, "OWNER_UNKNOWN").what()).contains("gone@example.com");
  }

  @Test
  void taggedDevicesHaveNoUserOfThatName() throws Exception {
    export.delete("users.json");
    export.change(
        "devices.json",
        text -> text.replace("\"user\": \"bob@example.com\"", "\"user\": \"tagged-devices\""));
    assertThat(export.read().inventory().users())
        .noneMatch(user -> user.name().equals("tagged-devices"));
  }

  @Test
  void rolesAndStatusOfTomorrowAreTold() throws Exception {
    export.change(
        "users.json",
        text -> text.replace("\"idle\"", "\"sleeping\"").replace("\"auditor\"", "\"wizard\""));
    Reading reading = export.read();
    assertThat(finding(reading, "USER_STATUS_UNKNOWN").what()).contains("sleeping");
    assertThat(finding(reading, "ROLE_UNKNOWN").what()).contains("wizard");
    assertThat(user(reading, "frank@example.com").roles()).isEqualTo(Set.of(Role.MEMBER));
    assertThat(findings(reading, "USER_SUSPENDED")).hasSize(1);
  }

  @Test
  void aLoginByPasskeyIsNoAddress() throws Exception {
    export.change("users.json", text -> text.replace("eve@github", "eve@passkey"));
    export.change("devices.json", text -> text.replace("eve@github", "eve@passkey"));
    Reading reading = export.read();
    assertThat(user(reading, "eve@passkey").email()).isEmpty();
    assertThat(node(reading, "family-pc-1").owner())
        .isEqualTo(new Owner.OfUser(user(reading, "eve@passkey").id()));
  }

  @Test
  void regionalRoutingIsLost() throws Exception {
    export.change(
        "settings.json",
        text -> text.replaceAll("\"regionalRoutingOn\": *false", "\"regionalRoutingOn\": true"));
    assertThat(finding(export.read(), "REGIONAL_ROUTING").level()).isEqualTo(Level.LOSSY);
  }

  @Test
  void whatIsKeptAsDataIsTold() throws Exception {
    export.change(
        "services.json",
        text ->
            text.replace(
                "\"tcp:5432\"",
                "\"do-not-validate\"],\n\"hosts\": [{\"stableNodeID\": \"nGw7yB2xCNTRL\"}"));
    export.change("posture-integrations.json", text -> text.replace("\"intune\"", "\"fleet\""));
    export.change("logstream-configuration.json", text -> text.replace("\"elastic\"", "\"gcs\""));
    export.change(
        "webhooks.json", text -> text.replace("\"nodeCreated\"", "\"categoryTailnetManagement\""));
    Reading reading = export.read();
    assertThat(findings(reading, "SERVICE_KEPT")).containsExactly("LOSSY service svc:db");
    assertThat(finding(reading, "POSTURE_INTEGRATION_KEPT").what()).contains("fleet");
    assertThat(finding(reading, "LOG_STREAM_KEPT").what()).contains("gcs");
    assertThat(findings(reading, "INVITE_OPEN")).containsExactly("ACTION user invite inv0001");
    assertThat(reading.inventory().hosted().toString())
        .contains("do-not-validate", "stableNodeID", "categoryTailnetManagement");
  }

  @Test
  void aKeyOfWhichOnlyTheIdIsToldIsKept() throws Exception {
    export.write("keys.json", "{\"keys\": [{\"id\": \"kBare001CNTRL\"}]}");
    assertThat(findings(export.read(), "KEY_DETAILS_MISSING"))
        .containsExactly("LOSSY key kBare001CNTRL");
  }

  @Test
  void aConditionThatNothingHereCanJudgeIsToldWithItsPlace() throws Exception {
    export.change(
        "acl.hujson",
        text ->
            text.replace(
                "\"postures\": {", "\"postures\": {\"posture:abroad\": [\"ip:country != 'CH'\"],"));
    assertThat(finding(export.read(), "POLICY_NOTE").object()).startsWith("policy, line ");
  }

  @Test
  void hardwareAddressesStayInTheRow() throws Exception {
    export.change(
        "devices.json",
        text ->
            text.replace(
                "\"postureIdentity\": {",
                "\"postureIdentity\": {\"hardwareAddresses\": [\"02:00:5e:00:53:01\"],"));
    assertThat(export.read().inventory().entities(dev.wayleave.tailnet.inventory.EntityKind.NODE))
        .allSatisfy(
            entity -> assertThat(String.valueOf(entity.row())).contains("02:00:5e:00:53:01"));
  }
}
