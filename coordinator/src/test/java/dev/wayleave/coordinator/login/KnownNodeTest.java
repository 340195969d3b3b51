package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a device is answered that has been let in before.
@QuarkusTest
@RunningCoordinator
class KnownNodeTest extends Registrations {
  private static final Instant UNIX_123 = Instant.ofEpochSecond(123);

  @Test
  void aRestartWithKnownKeysIsWelcomeAndChangesNothing() throws Exception {
    Device device = member("web", ann);
    long version = state.image().version();
    RegisterResponse response = register(device);
    assertThat(response.error()).isEmpty();
    assertThat(response.authUrl()).isEmpty();
    assertThat(response.nodeKeyExpired()).isFalse();
    assertThat(response.login().loginName()).isEqualTo("ann@example.com");
    assertThat(state.image().version()).isEqualTo(version);
  }

  @Test
  void anExpiredNodeKeyIsToldSoAndTheNextKeyGetsTheRowBack() throws Exception {
    Device device = member("web", ann);
    Node before = node(device);
    expire(before);
    RegisterResponse response = register(device);
    assertThat(response.nodeKeyExpired()).isTrue();
    assertThat(response.authUrl()).isEmpty();
    assertThat(response.error()).isEmpty();
    String id = begin(device.rotated());
    admit(id, "ann").statusCode(200);
    Node after = node(device);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.expiry()).isNull();
  }

  @Test
  void anExpiredNodeIsNotLetInBecauseItPresentsAKeyWithItsOldNodeKey() throws Exception {
    Device device = member("web", ann);
    expire(node(device));
    device.authKey(Tailnets.key(ann));
    assertThat(register(device).nodeKeyExpired()).isTrue();
    assertThat(register(device.rotated()).error()).isEmpty();
    assertThat(state.image().nodes()).hasSize(1);
  }

  @Test
  void aRotatedKeyKeepsNumberAddressesNameAndRoutesAndIsSwappedOnlyWhenTheLoginIsDone()
      throws Exception {
    Device device = member("web", ann);
    rename(node(device), "frontend");
    Node before = node(device);
    var oldKey = device.key;
    String id = begin(device.rotated());
    assertThat(state.image().nodes(oldKey)).as("the old key works meanwhile").hasSize(1);
    FakeExchange held = follow(device, id);
    assertThat(held.isAnswered()).isFalse();
    admit(id, ann).statusCode(200);
    assertThat(held.response().error()).isEmpty();
    Node after = node(device);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.stableId()).isEqualTo(before.stableId());
    assertThat(after.ipv4()).isEqualTo(before.ipv4());
    assertThat(after.ipv6()).isEqualTo(before.ipv6());
    assertThat(after.givenName()).isEqualTo("frontend");
    assertThat(state.image().nodes(oldKey)).isEmpty();
  }

  @Test
  void aTaggedNodeThatRotatesItsKeyKeepsItsTags() throws Exception {
    Device device = member("web", ann);
    Client.owner()
        .body(Map.of("tags", List.of("tag:web")))
        .post("/api/v1alpha/nodes/" + node(device).id() + "/tags")
        .then()
        .statusCode(200);
    Node before = node(device);
    admit(begin(device.rotated()), "bob@example.com").statusCode(200);
    assertThat(node(device).id()).isEqualTo(before.id());
    assertThat(node(device).owner()).isEqualTo(before.owner());
  }

  @Test
  void aRotationWithAnAuthKeyKeepsTheRowToo() throws Exception {
    Device device = member("web", ann);
    Node before = node(device);
    assertThat(register(device.rotated().authKey(Tailnets.key(ann))).error()).isEmpty();
    assertThat(node(device).id()).isEqualTo(before.id());
    assertThat(state.image().nodes()).hasSize(1);
  }

  @Test
  void theSameUserWhoLogsInAnewOnAMachineGetsTheRowBackAlsoWithoutTheOldKey() throws Exception {
    Device device = member("web", ann);
    Node before = node(device);
    admit(begin(device.forgetful()), "ann").statusCode(200);
    assertThat(node(device).id()).isEqualTo(before.id());
  }

  @Test
  void anotherUserOnTheSameMachineGetsARowOfTheirOwn() throws Exception {
    Device annsProfile = member("shared", ann);
    Device bobsProfile = annsProfile.sameMachine();
    admit(begin(bobsProfile), "bob").statusCode(200);
    assertThat(node(annsProfile).owner()).isEqualTo(new Owner.OfUser(new UserId(ann)));
    assertThat(node(bobsProfile).owner()).isEqualTo(new Owner.OfUser(new UserId(bob)));
    assertThat(node(bobsProfile).id()).isNotEqualTo(node(annsProfile).id());
    assertThat(node(bobsProfile).givenName()).isEqualTo("shared-1");
  }

  @Test
  void anotherUserWhoseDeviceNamesTheFirstUsersKeyAsOldDoesNotGetThatRow() throws Exception {
    Device device = member("shared", ann);
    Node anns = node(device);
    register(device.rotated().authKey(Tailnets.key(bob)));
    assertThat(node(device).id()).isNotEqualTo(anns.id());
    assertThat(state.image().node(anns.id())).contains(anns);
  }

  @Test
  void aNodeKeyOfAnotherMachineIsRefusedWithOrWithoutAnAuthKey() throws Exception {
    Device device = member("web", ann);
    Device thief = new Device("thief");
    thief.key = device.key;
    assertThat(register(thief).error()).startsWith("node key belongs to another machine");
    assertThat(register(thief.authKey(Tailnets.key(ann))).error())
        .startsWith("node key belongs to another machine");
    assertThat(register(thief.expiry(UNIX_123)).error())
        .startsWith("node key belongs to another machine");
    assertThat(node(device).expiry()).isNull();
    assertThat(state.image().nodes()).hasSize(1);
  }

  @Test
  void anOldKeyOfAnotherMachineGivesNothing() throws Exception {
    Device device = member("web", ann);
    Device thief = new Device("thief");
    thief.key = device.key;
    thief.rotated();
    admit(begin(thief), ann).statusCode(200);
    assertThat(node(thief).id()).isNotEqualTo(node(device).id());
  }

  @Test
  void aLogoutEndsTheLoginEvenWithAnAuthKeyBesideIt() throws Exception {
    Device device = member("web", ann);
    String unspent = Tailnets.key(ann);
    RegisterResponse response = register(device.expiry(UNIX_123).authKey(unspent));
    assertThat(response.error()).isEmpty();
    assertThat(response.nodeKeyExpired()).isTrue();
    assertThat(node(device).expiry()).isBeforeOrEqualTo(Instant.now());
    assertThat(register(device.noExpiry().withoutAuthKey()).nodeKeyExpired()).isTrue();
    assertThat(register(new Device("other").authKey(unspent)).error()).isEmpty();
  }

  @Test
  void anEphemeralNodeIsGoneAtOnceWhenItLogsOut() throws Exception {
    Device device = new Device("job").authKey(Tailnets.key(ann, "ephemeral", true));
    register(device);
    register(device.expiry(UNIX_123));
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void aLogoutOfSomebodyUnknownChangesNothing() throws Exception {
    long version = state.image().version();
    assertThat(register(new Device("nobody").expiry(UNIX_123)).nodeKeyExpired()).isTrue();
    assertThat(state.image().version()).isEqualTo(version);
  }

  @Test
  void aDeviceMayEndItsLoginEarlierButNotLater() throws Exception {
    settings("PT24H", Map.of());
    Device device = member("web", ann);
    Instant given = Objects.requireNonNull(node(device).expiry());
    Instant earlier = given.minus(Duration.ofHours(10)).truncatedTo(ChronoUnit.SECONDS);
    assertThat(register(device.expiry(earlier)).error()).isEmpty();
    assertThat(node(device).expiry()).isEqualTo(earlier);
    assertThat(register(device.expiry(earlier.plusSeconds(1))).error())
        .startsWith("extending key is not allowed");
    assertThat(node(device).expiry()).isEqualTo(earlier);
  }

  @Test
  void aLoginLastsAsLongAsTheSettingsSayAndTagsLastForEver() throws Exception {
    settings("P30D", Map.of());
    Device person = member("laptop", ann);
    assertThat(node(person).expiry())
        .isBetween(
            Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
    Device server = new Device("server").authKey(Tailnets.keyOf(List.of("tag:web")));
    register(server);
    assertThat(node(server).expiry()).isNull();
    Device brief = new Device("brief").authKey(Tailnets.key(ann));
    Instant wanted = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    register(brief.expiry(wanted));
    assertThat(node(brief).expiry()).as("less than the settings give").isEqualTo(wanted);
  }

  @Test
  void aClientOlderThanTheFloorIsToldToUpdate() throws Exception {
    Device old = new Device("old").authKey(Tailnets.key(ann)).capability(112);
    assertThat(register(old).error()).contains("1.80");
    assertThat(register(old.capability(113)).error()).isEmpty();
  }

  private void expire(Node node) {
    Client.owner()
        .body("{}")
        .post("/api/v1alpha/nodes/" + node.id() + "/expire")
        .then()
        .statusCode(200);
  }

  private void rename(Node node, String name) {
    Client.owner()
        .body(Map.of("name", name))
        .post("/api/v1alpha/nodes/" + node.id() + "/rename")
        .then()
        .statusCode(200);
  }
}
