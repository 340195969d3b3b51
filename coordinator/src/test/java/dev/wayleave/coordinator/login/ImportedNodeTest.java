package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

/// Devices that another control plane knew, and keys that it made.
@QuarkusTest
@RunningCoordinator
class ImportedNodeTest extends Registrations {
  @Test
  void aDeviceWithBothKeysIsAcceptedSilently() throws Exception {
    Device device = new Device("moved");
    Node imported = imported(device, new Owner.OfUser(new UserId(ann)));
    assertThat(register(device).authUrl()).isEmpty();
    assertThat(register(device).login().loginName()).isEqualTo("ann@example.com");
    assertThat(node(device)).isEqualTo(imported);
  }

  @Test
  void aDeviceWithTheMachineKeyAloneGetsItsIdentityBackWhenItsOwnerLogsIn() throws Exception {
    Device device = new Device("moved");
    Node imported = imported(device, new Owner.OfUser(new UserId(ann)));
    admit(begin(device.forgetful()), "ann").statusCode(200);
    assertIsBack(node(device), imported);
  }

  @Test
  void aDeviceWithTheMachineKeyAloneGetsItsIdentityBackWhenAnAdministratorApproves()
      throws Exception {
    Device device = new Device("moved");
    Node imported = imported(device, new Owner.OfTags(Set.of(new TagName("tag:server")), null));
    FakeExchange held = follow(device.forgetful(), begin(device));
    decide(LoginAddress.id(register(device.followup("")).authUrl()).orElseThrow(), "approve")
        .statusCode(200);
    assertThat(held.response().login().loginName()).isEqualTo("tagged-devices");
    assertIsBack(node(device), imported);
  }

  @Test
  void aDeviceWithTheNodeKeyAloneIsRefused() throws Exception {
    Device device = new Device("moved");
    imported(device, new Owner.OfUser(new UserId(ann)));
    Device other = new Device("other");
    other.key = device.key;
    assertThat(register(other).error()).startsWith("node key belongs to another machine");
  }

  @Test
  void aNodeThatNobodyOwnsBelongsToWhoeverLogsInOnIt() throws Exception {
    Device device = new Device("orphan");
    Node imported = imported(device, new Owner.Nobody(null));
    String id = begin(device.forgetful());
    decide(id, "approve").statusCode(409);
    admit(id, "bob").statusCode(200);
    assertThat(node(device).id()).isEqualTo(imported.id());
    assertThat(node(device).owner()).isEqualTo(new Owner.OfUser(new UserId(bob)));
  }

  @Test
  void newDevicesGetNeitherAnImportedAddressNorNumberNorName() throws Exception {
    imported(new Device("moved"), new Owner.OfUser(new UserId(ann)));
    Node next = node(member("moved", ann));
    assertThat(next.id().value()).isGreaterThan(4711);
    assertThat(next.ipv4()).hasToString("100.64.9.10");
    assertThat(next.givenName()).isEqualTo("moved-1");
  }

  @Test
  void importedKeysInPlainTextAndBcryptStillLetDevicesIn() throws Exception {
    String plain = "a".repeat(47) + "7";
    key(901, new KeySecret.Plaintext(SecretText.of(plain)));
    assertThat(register(new Device("plain").authKey(plain)).error()).isEmpty();
    assertThat(register(new Device("plain").authKey(plain)).error())
        .startsWith("authkey already used");
    String prefix = "-B_pP3TmosQX";
    String secret = "b".repeat(63) + "-";
    String hash =
        OpenBSDBCrypt.generate("2a", secret.getBytes(StandardCharsets.UTF_8), new byte[16], 4);
    key(902, new KeySecret.Hashed(prefix, SecretText.of(hash)));
    String text = "hskey-auth-" + prefix + "-" + secret;
    assertThat(register(new Device("hash").authKey(text)).error()).isEmpty();
    PreAuthKey plainKey = state.image().preAuthKey(new PreAuthKeyId(901)).orElseThrow();
    PreAuthKey hashKey = state.image().preAuthKey(new PreAuthKeyId(902)).orElseThrow();
    assertThat(plainKey.secret()).isEqualTo(new KeySecret.Plaintext(SecretText.of(plain)));
    assertThat(hashKey.secret()).isEqualTo(new KeySecret.Hashed(prefix, SecretText.of(hash)));
    for (PreAuthKey proved : List.of(plainKey, hashKey)) {
      assertThat(proved.used()).isTrue();
      assertThat(Objects.requireNonNull(proved.proof()).reveal()).startsWith("sha256:");
    }
  }

  @Test
  void aKeyWhoseUserIsGoneOrWhoseSecretWasWithheldLetsNobodyIn() throws Exception {
    put(
        new PreAuthKey(
            new PreAuthKeyId(903),
            new KeySecret.Plaintext(SecretText.of("orphaned")),
            new UserId(999),
            Set.of(),
            "",
            true,
            false,
            false,
            null,
            null,
            null));
    key(904, new KeySecret.Plaintext(SecretText.of("withheld").withhold()));
    for (String text : List.of("orphaned", "withheld")) {
      assertThat(register(new Device("x").authKey(text)).error())
          .startsWith("invalid pre auth key");
    }
  }

  private void key(long id, KeySecret secret) {
    put(
        new PreAuthKey(
            new PreAuthKeyId(id),
            secret,
            new UserId(ann),
            Set.of(),
            "",
            false,
            false,
            false,
            null,
            null,
            null));
  }

  private static void assertIsBack(Node now, Node before) {
    assertThat(now.id()).isEqualTo(before.id());
    assertThat(now.stableId()).isEqualTo(before.stableId());
    assertThat(now.ipv4()).isEqualTo(before.ipv4());
    assertThat(now.ipv6()).isEqualTo(before.ipv6());
    assertThat(now.givenName()).isEqualTo(before.givenName());
    assertThat(now.owner()).isEqualTo(before.owner());
  }

  private Node imported(Device device, Owner owner) {
    Node node =
        new Node(
            new NodeId(4711),
            new StableNodeId("nAbCdEfCNTRL"),
            device.machine,
            device.key,
            null,
            IpAddress.parse("100.64.9.9"),
            IpAddress.parse("fd7a:115c:a1e0::909"),
            "moved",
            "moved",
            owner,
            RegisterMethod.OIDC,
            null,
            false,
            null,
            null,
            Instant.parse("2024-01-01T00:00:00Z"),
            List.of(),
            List.of(),
            List.of(),
            null);
    put(node);
    return node;
  }
}
