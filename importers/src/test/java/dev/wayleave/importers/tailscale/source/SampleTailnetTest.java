package dev.wayleave.importers.tailscale.source;

import static dev.wayleave.importers.tailscale.source.HostedExportCase.finding;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.findings;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.node;
import static dev.wayleave.importers.tailscale.source.HostedExportCase.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.testkit.hosted.HostedSample;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sample tailnet, whose README says what each of its devices is there for.
class SampleTailnetTest {
  @TempDir static Path folder = Path.of("");

  private static Reading reading = HostedReadings.NONE;

  @BeforeAll
  static void read() throws Exception {
    reading = HostedExportCase.sample(folder).read();
  }

  @Test
  void countsOwnDevicesAndUsersOnly() {
    assertThat(reading.counts().nodes()).isEqualTo(14);
    assertThat(reading.inventory().nodes()).hasSize(14);
    assertThat(reading.inventory().users()).hasSize(6);
    assertThat(reading.counts().users()).isEqualTo(6);
    assertThat(reading.counts().preAuthKeys()).isEqualTo(3);
    assertThat(reading.counts().policies()).isEqualTo(1);
    assertThat(findings(reading, "DEVICE_EXTERNAL"))
        .singleElement()
        .asString()
        .contains("build-box");
    assertThat(findings(reading, "USER_SHARED")).hasSize(1);
    assertThat(reading.inventory().leftovers())
        .extracting(row -> row.table())
        .containsExactlyInAnyOrder("shared-users", "external-devices");
  }

  @Test
  void aDeviceKeepsIdsKeysAddressesAndNames() {
    Node node = node(reading, "alice-macbook");
    assertThat(node.id().value()).isEqualTo(71234567890001L);
    assertThat(node.stableId().value()).isEqualTo("nAl1ceMbCNTRL");
    assertThat(node.machineKey().toString()).startsWith("mkey:83e4f19a");
    assertThat(node.nodeKey().toString()).startsWith("nodekey:14c99693");
    assertThat(String.valueOf(node.ipv4())).isEqualTo("100.101.20.1");
    assertThat(String.valueOf(node.ipv6())).isEqualTo("fd7a:115c:a1e0:ab12:4843:cd96:6265:1401");
    assertThat(node.hostname()).isEqualTo("Alice’s MacBook Pro");
    assertThat(node.owner()).isEqualTo(new Owner.OfUser(user(reading, "alice@example.com").id()));
    assertThat(node.expiry()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
    assertThat(node.unmoved()).isEqualTo(new Unmoved("tailscale", 4));
    assertThat(node.endpoints()).contains("198.51.100.1:41641");
    assertThat(node.attributes()).containsOnlyKeys("custom:tier", "custom:score", "custom:managed");
    assertThat(node.attributes())
        .hasEntrySatisfying(
            "custom:score",
            score -> assertThat(score.expiry()).isEqualTo(Instant.parse("2026-12-31T00:00:00Z")));
  }

  @Test
  void hostedIdsStayValidAsAliases() {
    Map<String, String> aliases =
        reading.inventory().aliases().stream()
            .collect(Collectors.toMap(a -> a.kind() + " " + a.alias(), Alias::id));
    Node node = node(reading, "alice-macbook");
    String id = node.id().toString();
    assertThat(aliases)
        .containsEntry("node 71234567890001", id)
        .containsEntry("node nAl1ceMbCNTRL", id)
        .containsEntry("user uAl1ce01CNTRL", user(reading, "alice@example.com").id().toString())
        .containsEntry("user 1234567", "1234567")
        .containsKey("pre-auth-key kAuth001CNTRL")
        .containsKey("tailnet " + HostedSample.TAILNET_ID)
        .containsKey("tailnet " + HostedSample.SUFFIX);
  }

  @Test
  void aRouteApprovedBeforeItIsAdvertisedIsCarried() {
    Node gateway = node(reading, "gateway");
    assertThat(gateway.advertisedRoutes()).extracting(Object::toString).hasSize(2);
    assertThat(gateway.approvedRoutes())
        .extracting(Object::toString)
        .contains("192.0.2.0/24", "10.20.0.0/16");
    assertThat(gateway.expiry()).isNull();
    assertThat(gateway.owner()).isInstanceOf(Owner.OfTags.class);
  }

  @Test
  void aDisabledExpiryIsNoEndAndTheOldOneStaysInTheRow() {
    Node exit = node(reading, "exit-berlin");
    assertThat(exit.expiry()).isNull();
    assertThat(finding(reading, "KEY_EXPIRY_DISABLED").what()).contains("2025-02-01T00:00:00Z");
    assertThat(row(exit)).contains("\"expires\":\"2025-02-01T00:00:00Z\"");
  }

  @Test
  void rowsKeepWhatNobodyKnows() {
    assertThat(row(node(reading, "alice-macbook"))).contains("C02EXAMPLE01", "nlpub:cc742aea");
  }

  private static String row(Node node) {
    return String.valueOf(reading.inventory().find(EntityRef.of(node)).orElseThrow().row());
  }

  @Test
  void usersHaveRolesAndStatus() {
    assertThat(user(reading, "alice@example.com").roles()).containsExactly(Role.OWNER);
    assertThat(user(reading, "eve@github").email()).isEmpty();
    assertThat(user(reading, "carol@example.com").suspended()).isTrue();
    assertThat(user(reading, "dave@example.com").awaitingApproval()).isTrue();
    assertThat(user(reading, "frank@example.com").suspended()).isFalse();
    assertThat(findings(reading, "USER_OVER_BILLING_LIMIT")).hasSize(1);
    assertThat(findings(reading, "OWNER_SUSPENDED")).singleElement().asString().contains("carol");
  }

  @Test
  void aDeviceThatNobodyApprovedStillWaits() {
    assertThat(node(reading, "dave-laptop").awaitingApproval()).isTrue();
    assertThat(node(reading, "bob-desktop").awaitingApproval()).isFalse();
  }

  @Test
  void authKeysAreKnownWithoutTheirSecret() {
    PreAuthKey servers = key("servers");
    assertThat(servers.secret()).isEqualTo(new KeySecret.Unknown("kAuth001CNTRL"));
    assertThat(servers.reusable()).isTrue();
    assertThat(servers.preapproved()).isTrue();
    assertThat(servers.tags()).extracting(Object::toString).containsExactly("tag:server");
    assertThat(key("once, revoked").revokedAt()).isEqualTo(Instant.parse("2026-02-01T08:00:00Z"));
    assertThat(findings(reading, "AUTH_KEY_SECRET_UNKNOWN")).hasSize(2);
    assertThat(findings(reading, "OAUTH_CLIENT_SECRET_UNKNOWN")).hasSize(1);
    assertThat(findings(reading, "FEDERATED_IDENTITY_KEPT")).hasSize(1);
    assertThat(findings(reading, "API_TOKEN_SECRET_UNKNOWN")).hasSize(1);
  }

  private static PreAuthKey key(String description) {
    return reading.inventory().preAuthKeys().stream()
        .filter(key -> key.description().equals(description))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePolicyIsCarriedByteForByteAndItsTestsRun() {
    assertThat(reading.inventory().policyInUse().orElseThrow().text())
        .startsWith("// The policy of example.com.\n{\n\t\"groups\"");
    assertThat(findings(reading, "POLICY_TESTS_PASSED")).hasSize(1);
    assertThat(findings(reading, "POLICY_INVALID")).isEmpty();
  }

  @Test
  void settingsDnsAndRelaysAreCarried() {
    var server = reading.inventory().server().orElseThrow();
    assertThat(server.nodeExpiry()).isEqualTo("PT4320H");
    assertThat(server.other())
        .containsEntry("device_approval", "true")
        .containsEntry("user_approval", "true");
    var dns = reading.inventory().dns().orElseThrow();
    assertThat(dns.baseDomain()).isEqualTo(HostedSample.SUFFIX);
    assertThat(dns.nameservers()).containsExactly("9.9.9.9", "https://dns.nextdns.io/abc123");
    assertThat(dns.splitNameservers())
        .containsEntry("corp.example.com", List.of("10.20.0.53", "10.20.1.53"));
    assertThat(dns.searchDomains()).containsExactly("corp.example.com");
    assertThat(dns.overrideLocalDns()).isTrue();
    assertThat(finding(reading, "DNS_WITH_EXIT_NODE").what()).contains("9.9.9.9, 10.20.1.53");
    assertThat(reading.inventory().derp().orElseThrow().maps().getFirst().text())
        .contains("\"RegionName\":\"New York City\"");
    assertThat(reading.inventory().transition())
        .contains(
            new Transition(
                "tailscale",
                HostedOptions.CONTROL_URL,
                HostedSample.SUFFIX,
                null,
                null,
                Set.of(IpAddress.parse("100.99.1.7"), IpAddress.parse("fd7a:115c:a1e0::9933:107")),
                Set.of("build-box")));
  }

  @Test
  void whatHasNoCounterpartIsKeptAsData() {
    Set<String> kept =
        reading.inventory().hosted().stream().map(HostedObject::type).collect(Collectors.toSet());
    assertThat(kept)
        .containsExactlyInAnyOrder(
            "service",
            "webhook",
            "contacts",
            "posture-integration",
            "log-stream",
            "settings",
            "audit-event",
            "user-invite",
            "device-invite",
            "device-attributes",
            "oauth-client",
            "federated-identity",
            "api-token");
    assertThat(reading.inventory().hosted())
        .noneMatch(object -> object.json().contains("inviteUrl"));
  }

  @Test
  void eachThingThatDoesNotComeAlongIsTold() {
    assertThat(findings(reading, "DEVICE_SHARED_OUT")).singleElement().asString().contains("bob");
    assertThat(finding(reading, "DEVICE_SHARED_OUT").what()).contains("friend@partner.example");
    assertThat(findings(reading, "MACHINE_SHARED")).hasSize(2);
    assertThat(finding(reading, "CLIENT_TOO_OLD").object()).contains("old-nas");
    assertThat(finding(reading, "KEY_EXPIRED").object()).contains("expired-thinkpad");
    assertThat(finding(reading, "EPHEMERAL_OFFLINE").object()).contains("ci-runner-7f");
    assertThat(finding(reading, "EPHEMERAL").object()).contains("ci-runner-80");
    assertThat(finding(reading, "CERTIFICATES").level()).isEqualTo(Finding.Level.LOSSY);
    assertThat(finding(reading, "FLOW_LOGS").level()).isEqualTo(Finding.Level.LOSSY);
    assertThat(finding(reading, "WEBHOOK_KEPT").what()).contains("hooks.example.com");
    assertThat(finding(reading, "ATTRIBUTES_OF_INTEGRATION").what())
        .contains("intune:complianceState");
    assertThat(finding(reading, "SUFFIX_CHANGES").object()).contains(HostedSample.SUFFIX);
    assertThat(finding(reading, "SECTION_NOT_READ").remedy()).contains("log_streaming:read");
    assertThat(findings(reading, "TAILNET_LOCK_OFF")).hasSize(1);
  }

  @Test
  void nothingBlocksTheSample() {
    assertThat(reading.findings())
        .filteredOn(finding -> finding.level() == Finding.Level.BLOCKER)
        .isEmpty();
  }

  @Test
  void everyDeviceHasItsOwnRow() {
    assertThat(reading.inventory().entities(EntityKind.NODE))
        .allSatisfy(entity -> assertThat(entity.row()).isNotNull());
  }
}
