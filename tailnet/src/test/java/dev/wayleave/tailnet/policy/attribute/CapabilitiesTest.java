package dev.wayleave.tailnet.policy.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.SmallOffice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
  private static final String TAGS = "\"tagOwners\": {\"tag:web\": [], \"tag:exit\": []}, ";

  private static Map<String, List<String>> of(String policy, String device) {
    Resolver office = SmallOffice.under("{" + TAGS + policy + "}");
    return new Capabilities(office, TailnetFeatures.NONE).of(SmallOffice.device(office, device));
  }

  /// What a device has beyond what every device has.
  private static Set<String> extra(String policy, String device) {
    Set<String> names = new TreeSet<>(of(policy, device).keySet());
    names.removeAll(CapabilityNames.EVERY_DEVICE);
    names.removeIf(name -> name.contains("/cap/is-"));
    return names;
  }

  @Test
  void everyDeviceHasTheSameCapabilitiesToBeginWith() {
    assertThat(of("", "web"))
        .hasSize(6)
        .containsEntry("https://tailscale.com/cap/ssh", List.of())
        .containsEntry("store-appc-routes", List.of());
  }

  @Test
  void ownersAndAdminsAreToldThatTheyAreOnTheirOwnDevices() {
    assertThat(of("", "alice")).containsKeys(CapabilityNames.IS_OWNER, CapabilityNames.IS_ADMIN);
    assertThat(of("", "bob"))
        .containsKey(CapabilityNames.IS_ADMIN)
        .doesNotContainKey(CapabilityNames.IS_OWNER);
    assertThat(of("", "dave"))
        .doesNotContainKeys(CapabilityNames.IS_OWNER, CapabilityNames.IS_ADMIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                  | alice bob carol dave exit web",
        "dave@example.com   | dave",
        "group:g            | bob dave",
        "tag:web            | web",
        "autogroup:member   | alice bob carol dave",
        "autogroup:tagged   | exit web",
        "autogroup:admin    | alice bob",
        "autogroup:owner    | alice",
        "autogroup:network-admin | carol",
        "h                  | web",
        "100.64.0.2         | bob",
        "100.64.0.4/31      | dave web",
        "fd7a:115c:a1e0::1  | alice"
      })
  void anAttributeGoesToItsTargetsAndToNobodyElse(String target, String devices) {
    String policy =
        """
        "groups": {"group:g": ["bob@example.com", "dave@example.com"]},
        "hosts": {"h": "100.64.0.5"},
        "nodeAttrs": [{"target": ["%s"], "attr": ["some-attribute"]}]
        """
            .formatted(target);
    assertThat(
            Stream.of("alice", "bob", "carol", "dave", "exit", "web")
                .filter(device -> extra(policy, device).contains("some-attribute"))
                .collect(Collectors.joining(" ")))
        .isEqualTo(devices);
  }

  @Test
  void attributesOfSeveralEntriesAreUnited() {
    String policy =
        """
        "nodeAttrs": [
          {"target": ["tag:web"], "attr": ["nextdns:abc", "nextdns:no-device-info"]},
          {"target": ["*"], "attr": ["nextdns:abc", "disable-upnp"]}]
        """;
    assertThat(extra(policy, "web"))
        .containsExactly("disable-upnp", "nextdns:abc", "nextdns:no-device-info");
    assertThat(extra(policy, "dave")).containsExactly("disable-upnp", "nextdns:abc");
  }

  @Test
  void applicationCapabilitiesKeepTheirValuesInTheOrderOfTheEntries() {
    String policy =
        """
        "nodeAttrs": [
          {"target": ["*"], "app": {"tailscale.com/app-connectors": [
            {"name": "one", "connectors": ["tag:web"], "domains": ["example.com"]}]}},
          {"target": ["tag:web"], "app": {"tailscale.com/app-connectors": [{"name": "two"}]}}]
        """;
    assertThat(of(policy, "web"))
        .containsEntry(
            "tailscale.com/app-connectors",
            List.of(
                "{\"name\":\"one\",\"connectors\":[\"tag:web\"],\"domains\":[\"example.com\"]}",
                "{\"name\":\"two\"}"));
    assertThat(of(policy, "dave").get("tailscale.com/app-connectors")).hasSize(1);
  }

  @Test
  void funnelTellsItsPortsAndWarnsWithoutHttps() {
    String policy = "\"nodeAttrs\": [{\"target\": [\"tag:web\"], \"attr\": [\"funnel\"]}]";
    assertThat(extra(policy, "web"))
        .containsExactly(
            "funnel",
            "https://tailscale.com/cap/funnel-ports?ports=443,8443,10000",
            "https://tailscale.com/cap/warn-funnel-no-https");
    assertThat(extra(policy, "exit")).isEmpty();
    Resolver office = SmallOffice.under("{" + TAGS + policy + "}");
    assertThat(
            new Capabilities(office, new TailnetFeatures(true, null, ""))
                .of(SmallOffice.device(office, "web")))
        .containsKey("https")
        .doesNotContainKey("https://tailscale.com/cap/warn-funnel-no-https");
  }

  @Test
  void theDurationOfLoginsIsToldInSecondsWhereItIsNotTheUsualOne() {
    Resolver office = SmallOffice.under("{" + TAGS + "}");
    TailnetFeatures month = new TailnetFeatures(false, null, "", Duration.ofDays(30));
    TailnetFeatures usual = new TailnetFeatures(false, null, "", Duration.ofDays(180));

    assertThat(new Capabilities(office, month).of(SmallOffice.device(office, "web")))
        .containsEntry("tailnet.maxKeyDuration", List.of("2592000"));
    assertThat(new Capabilities(office, usual).of(SmallOffice.device(office, "web")))
        .doesNotContainKey("tailnet.maxKeyDuration");
  }

  @Test
  void switchesAtTheTopLevelAreForEveryDevice() {
    assertThat(extra("\"randomizeClientPort\": true, \"disableIPv4\": true", "web"))
        .containsExactly("disable-ipv4", "randomize-client-port");
  }

  @Test
  void theSwitchForOneRouteIsForMacsOnly() {
    assertThat(extra("\"OneCGNATRoute\": \"mac-always\"", "alice"))
        .containsExactly("one-cgnat?v=true");
    assertThat(extra("\"OneCGNATRoute\": \"mac-never\"", "alice"))
        .containsExactly("one-cgnat?v=false");
    assertThat(extra("\"OneCGNATRoute\": \"mac-always\"", "bob")).isEmpty();
  }

  @Test
  void aPeerHasWhatClientsReadOnPeersAndNothingElse() {
    String policy =
        """
        "nodeAttrs": [
          {"target": ["*"], "attr": ["funnel", "randomize-client-port"]},
          {"target": ["tag:web"], "attr": ["dns-subdomain-resolve"]}]
        """;
    Resolver office = SmallOffice.under("{" + TAGS + policy + "}");
    Capabilities capabilities = new Capabilities(office, TailnetFeatures.NONE);
    assertThat(capabilities.ofPeer(SmallOffice.device(office, "exit"), true))
        .containsOnlyKeys("suggest-exit-node");
    assertThat(capabilities.ofPeer(SmallOffice.device(office, "exit"), false)).isEmpty();
    assertThat(capabilities.ofPeer(SmallOffice.device(office, "web"), false))
        .containsOnlyKeys("dns-subdomain-resolve");
  }

  @Test
  void settingsOfTheTailnetAreValues() {
    Resolver office = SmallOffice.under("{}");
    assertThat(
            new Capabilities(office, new TailnetFeatures(false, false, "A \"small\" office"))
                .of(SmallOffice.device(office, "dave")))
        .containsEntry("default-auto-update", List.of("false"))
        .containsEntry("tailnet-display-name", List.of("\"A \\\"small\\\" office\""));
  }

  @Test
  void ipv4IsTakenAwayByAttributeToo() {
    String policy = "\"nodeAttrs\": [{\"target\": [\"tag:web\"], \"attr\": [\"disable-ipv4\"]}]";
    Resolver office = SmallOffice.under("{" + TAGS + policy + "}");
    Capabilities capabilities = new Capabilities(office, TailnetFeatures.NONE);
    assertThat(capabilities.withoutIpv4(SmallOffice.device(office, "web"))).isTrue();
    assertThat(capabilities.withoutIpv4(SmallOffice.device(office, "dave"))).isFalse();
  }
}
