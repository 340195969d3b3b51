package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.NOW;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static dev.wayleave.coordinator.map.SmallTailnet.prefix;
import static dev.wayleave.coordinator.map.SmallTailnet.tagged;
import static dev.wayleave.coordinator.map.SmallTailnet.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.UserProfile;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.conformance.RecordedCases;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The parts of a full map, one by one.
class FullMapTest {
  private static final NodeKey NO_KEY = NodeKey.of(new byte[32]);

  private final SmallTailnet network =
      new SmallTailnet()
          .put(SmallTailnet.node(7, "laptop", ownedBy(1)))
          .put(SmallTailnet.node(3, "phone", ownedBy(2)))
          .put(SmallTailnet.node(5, "web", tagged("tag:web")));

  private MapResponse map(long viewer) {
    return network.composer().everything(viewer(viewer), NOW).responses().getFirst();
  }

  private Node self(long viewer) {
    return Objects.requireNonNull(map(viewer).node());
  }

  private Node peer(long viewer, long peer) {
    return map(viewer).peers().stream().filter(one -> one.id() == peer).findFirst().orElseThrow();
  }

  private void server(Map<String, String> other) {
    network.put(
        new ServerSettings(
            "https://vpn.example.com:8443", "", null, null, "", "PT720H", null, null, other));
  }

  @Test
  void theViewerIsToldOfItself() {
    Node self = self(7);

    assertThat(self.id()).isEqualTo(7);
    assertThat(self.stableId()).isEqualTo("n7CNTRL");
    assertThat(self.name()).isEqualTo("laptop.tailnet.internal.");
    assertThat(self.user()).isEqualTo(1);
    assertThat(self.key()).isEqualTo(network.node(7).nodeKey());
    assertThat(self.machine()).isEqualTo(network.node(7).machineKey());
    assertThat(self.created()).isEqualTo(network.node(7).createdAt());
    assertThat(self.machineAuthorized()).isTrue();
    assertThat(self.online()).isTrue();
    assertThat(self.addresses()).containsExactly("100.64.0.7/32", "fd7a:115c:a1e0::7/128");
    assertThat(self.homeDerp()).isEqualTo(999);
    assertThat(self.cap()).isEqualTo(142);
    assertThat(self.capMap())
        .containsKeys(
            "https://tailscale.com/cap/is-owner",
            "https://tailscale.com/cap/ssh",
            "https://tailscale.com/cap/file-sharing");
  }

  @Test
  void aRouterIsToldOfItsOwnRoutes() {
    network.change(
        5,
        draft ->
            draft
                .advertisedRoutes(List.of(prefix("10.1.0.0/16"), prefix("10.9.0.0/16")))
                .approvedRoutes(List.of(prefix("10.1.0.0/16"))));

    assertThat(self(5).allowedIps())
        .containsExactly("100.64.0.5/32", "fd7a:115c:a1e0::5/128", "10.1.0.0/16");
    assertThat(self(5).primaryRoutes()).containsExactly("10.1.0.0/16");
    assertThat(self(5).tags()).containsExactly("tag:web");
  }

  @Test
  void peersComeByRisingIdWithoutTheViewer() {
    assertThat(map(5).peers()).extracting(Node::id).containsExactly(3L, 7L);
  }

  @Test
  void aPeerIsToldAsFarAsPeersUseIt() {
    network.online(5);
    Node peer = peer(7, 5);

    assertThat(peer.stableId()).isEqualTo("n5CNTRL");
    assertThat(peer.endpoints()).containsExactly("192.0.2.5:41641");
    assertThat(peer.homeDerp()).isEqualTo(999);
    assertThat(peer.cap()).isEqualTo(142);
    assertThat(peer.online()).isTrue();
    assertThat(peer.lastSeen()).isNull();
    assertThat(peer.allowedIps()).as("nothing beside its addresses").isNull();
    assertThat(new String(WireJson.write(peer), StandardCharsets.UTF_8))
        .contains("\"Services\":[{\"Proto\":\"peerapi4\",\"Port\":40000}]")
        .doesNotContain("IPNVersion", "NetInfo", "GoArch");
  }

  @Test
  void whoIsOfflineWasSeenWhenConnectionsSaySoElseWhenTheRowDoes() {
    network.offline(5, NOW.minusSeconds(9));

    assertThat(peer(7, 5).online()).isFalse();
    assertThat(peer(7, 5).lastSeen()).isEqualTo(NOW.minusSeconds(9));
    assertThat(peer(7, 3).lastSeen()).isEqualTo(network.node(3).lastSeen());
  }

  @Test
  void whoWaitsForApprovalIsSeenByNobodyAndSeesNobody() {
    network.change(5, draft -> draft.awaitingApproval(true));

    assertThat(map(7).peers()).extracting(Node::id).containsExactly(3L);
    MapResponse own = map(5);
    assertThat(self(5).machineAuthorized()).isFalse();
    assertThat(own.peers()).isEmpty();
    assertThat(own.packetFilter()).isEmpty();
    assertThat(own.userProfiles()).isNotEmpty();
  }

  @Test
  void whoHasNoKeyOrNoAddressIsNoPeer() {
    network.change(3, draft -> draft.nodeKey(NO_KEY));
    network.change(5, draft -> draft.ipv4(null).ipv6(null));

    assertThat(map(7).peers()).isEmpty();
  }

  @Test
  void anExpiredPeerStaysWithoutWaysToReachIt() {
    network.change(5, draft -> draft.expiry(NOW));
    network.change(3, draft -> draft.expiry(NOW.plusSeconds(1)));

    assertThat(peer(7, 5).expired()).isTrue();
    assertThat(peer(7, 5).keyExpiry()).isEqualTo(NOW);
    assertThat(peer(7, 5).endpoints()).isEmpty();
    assertThat(peer(7, 5).homeDerp()).isZero();
    assertThat(peer(7, 3).expired()).isFalse();
    assertThat(peer(7, 3).homeDerp()).isEqualTo(999);
  }

  @Test
  void aPeerWithoutDiscoKeyHasOneThatStaysAndIsItsOwn() {
    network.change(5, draft -> draft.discoKey(null)).change(3, draft -> draft.discoKey(null));

    assertThat(peer(7, 5).discoKey()).isNotNull().isNotEqualTo(peer(7, 3).discoKey());
    assertThat(peer(3, 5).discoKey()).isEqualTo(peer(7, 5).discoKey());
    assertThat(self(5).discoKey()).isNull();
  }

  @Test
  void routesAreToldToThoseWhoMayUseThem() {
    network.change(
        5,
        draft ->
            draft
                .advertisedRoutes(List.of(prefix("10.1.0.0/16"), prefix("0.0.0.0/0")))
                .approvedRoutes(List.of(prefix("10.1.0.0/16"), prefix("0.0.0.0/0"))));
    network.policy(
        "{'tagOwners': {'tag:web': []}, 'acls': ["
            + "{'action': 'accept', 'src': ['ann@example.com'], 'dst': ['10.1.0.0/16:*']},"
            + "{'action': 'accept', 'src': ['bob@example.com'], 'dst': ['autogroup:internet:*',"
            + " 'tag:web:22']}]}");

    assertThat(peer(7, 5).allowedIps()).contains("10.1.0.0/16").doesNotContain("0.0.0.0/0");
    assertThat(peer(7, 5).primaryRoutes()).containsExactly("10.1.0.0/16");
    assertThat(peer(3, 5).allowedIps()).contains("0.0.0.0/0").doesNotContain("10.1.0.0/16");
    assertThat(peer(3, 5).capMap()).containsKey("suggest-exit-node");
    assertThat(peer(7, 5).capMap()).isEmpty();
  }

  @Test
  void everyOwnerHasAProfileWithALoginName() {
    User named =
        new User(
            new UserId(8),
            "",
            "Eve E.",
            "",
            "https://pics.example.com/eve",
            List.of(new Identity("oidc", "https://id.example.com/eve", null, null)),
            Set.of(),
            null);
    network.put(named).put(SmallTailnet.node(8, "tablet", ownedBy(8)));
    network.put(SmallTailnet.node(9, "tv", ownedBy(3)));

    assertThat(map(3).userProfiles())
        .extracting(UserProfile::id, UserProfile::loginName, UserProfile::displayName)
        .containsExactly(
            tuple(1L, "ann@example.com", "ann@example.com"),
            tuple(2L, "bob@example.com", "bob@example.com"),
            tuple(3L, "cat", "cat"),
            tuple(8L, "https://id.example.com/eve", "Eve E."),
            tuple(2147455555L, "tagged-devices", "Tagged Devices"));
    assertThat(peer(3, 5).user()).isEqualTo(2147455555L);
  }

  @Test
  void aNodeOfNobodyHasAProfileToo() {
    network.put(SmallTailnet.node(8, "orphan", new Owner.Nobody(new UserId(77))));

    assertThat(self(8).user()).isEqualTo(2147455555L);
    assertThat(map(8).userProfiles())
        .extracting(UserProfile::id, UserProfile::loginName)
        .contains(tuple(2147455555L, "tagged-devices"));
  }

  @Test
  void theFirstResponseSettlesWhatHoldsForTheStream() {
    MapResponse map = map(7);

    assertThat(map.derpMap()).isEqualTo(SmallTailnet.derp("home"));
    assertThat(map.controlTime()).isEqualTo(NOW);
    assertThat(Objects.requireNonNull(map.debug()).disableLogTail()).isTrue();
    assertThat(Objects.requireNonNull(map.clientVersion()).runningLatest()).isTrue();
    assertThat(map.collectServices()).isFalse();
    assertThat(map.health()).isNull();
    assertThat(map.displayMessages()).isEmpty();
    assertThat(map.tailnetLock()).isNull();
    assertThat(map.domain()).isEqualTo("127.0.0.1");
    assertThat(map.sshPolicy()).as("nobody has rules").isNull();
  }

  @Test
  void theTailnetIsCalledAfterTheHostThatClientsLogInAt() {
    server(Map.of());

    assertThat(map(7).domain()).isEqualTo("vpn.example.com");
  }

  @Test
  void anEmptyFilterIsWritten() {
    network.policy("{'acls': []}");
    MapComposer composer = network.composer();
    MapResponse map = composer.everything(viewer(7), NOW).responses().getFirst();

    assertThat(map.peers()).isEmpty();
    assertThat(new String(composer.json(map), StandardCharsets.UTF_8))
        .contains("\"PacketFilter\":[]");
  }

  @Test
  void capabilitiesOfApplicationsGoWithTheFilter() {
    network.policy(
        "{'tagOwners': {'tag:web': []}, 'grants': [{'src': ['ann@example.com'], 'dst': ['tag:web'],"
            + " 'app': {'tailscale.com/cap/drive': [{'shares': ['*'], 'access': 'rw'}]}}]}");

    assertThat(new String(WireJson.write(map(5)), StandardCharsets.UTF_8))
        .contains("\"tailscale.com/cap/drive\":[{\"shares\":[\"*\"],\"access\":\"rw\"}]");
    assertThat(new String(WireJson.write(map(7)), StandardCharsets.UTF_8))
        .contains("\"tailscale.com/cap/drive-sharer\":null");
  }

  @Test
  void aCheckOfALoginIsAskedThroughNoise() {
    network.policy(
        "{'tagOwners': {'tag:web': []}, 'ssh': [{'action': 'check', 'src': ['ann@example.com'],"
            + " 'dst': ['tag:web'], 'users': ['root']}]}");

    assertThat(Objects.requireNonNull(map(5).sshPolicy()).rules())
        .singleElement()
        .satisfies(rule ->
            assertThat(Objects.requireNonNull(rule.action()).holdAndDelegate())
                .startsWith("https://unused/machine/ssh/action/$SRC_NODE_ID/to/$DST_NODE_ID?"));
    assertThat(map(7).sshPolicy()).isNull();
  }

  @Test
  void settingsThatShowInCapabilitiesDo() {
    server(Map.of("taildrop.enabled", "false", "auto_update.enabled", "true"));

    assertThat(self(7).capMap())
        .containsKeys("default-auto-update", "tailnet.maxKeyDuration")
        .doesNotContainKey("https://tailscale.com/cap/file-sharing");
    assertThat(map(7).defaultAutoUpdate()).isNull();
  }

  @Test
  void clientsBefore131ReadAutoUpdateFromAField() {
    server(Map.of("auto_update.enabled", "true"));
    Viewer old = new Viewer(new NodeId(7), new CapabilityVersion(130));

    MapResponse map = network.composer().everything(old, NOW).responses().getFirst();

    assertThat(map.defaultAutoUpdate()).isTrue();
    assertThat(Objects.requireNonNull(map.node()).cap()).isEqualTo(130);
  }

  @Test
  void whatClientsCannotReadIsLeftOut() {
    network.change(
        5,
        draft ->
            draft
                .endpoints(
                    List.of("192.0.2.1:1", "x:1", "192.0.2.1:70000", "[2001:db8::1]:2", "1.2.3.4"))
                .hostinfo(
                    "{\"RoutableIPs\": [\"10.1.0.0/16\", \"10.1.0.0\"], \"Services\":"
                        + " [{\"Proto\": \"tcp\", \"Port\": 70000}]}"));
    Node peer = peer(7, 5);

    assertThat(peer.endpoints()).containsExactly("192.0.2.1:1", "[2001:db8::1]:2");
    assertThat(Objects.requireNonNull(peer.hostinfo()).services()).isEmpty();
    assertThat(Objects.requireNonNull(peer.hostinfo()).routableIps())
        .containsExactly("10.1.0.0/16");
    assertThat(Objects.requireNonNull(peer.hostinfo()).hostname()).isEqualTo("web");
  }

  @Test
  void aBrokenDescriptionCountsAsNone() {
    network
        .change(5, draft -> draft.hostinfo("{\"OS\": ["))
        .change(3, draft -> draft.hostinfo(null));

    assertThat(Objects.requireNonNull(peer(7, 5).hostinfo()).hostname()).isEqualTo("web");
    assertThat(Objects.requireNonNull(peer(7, 3).hostinfo()).hostname()).isEqualTo("phone");
    assertThat(peer(7, 5).homeDerp()).isZero();
  }

  @Test
  void aNodeWithoutNameIsCalledByItsNumber() {
    network.change(5, draft -> draft.givenName(""));

    assertThat(peer(7, 5).name()).isEqualTo("node-5.tailnet.internal.");
  }

  @Test
  void whoIsGoneIsToldNothing() {
    assertThat(network.composer().everything(viewer(99), NOW).responses()).isEmpty();
  }

  @Test
  void whoThePolicyDoesNotKnowYetIsToldOfItself() {
    network.image();
    network.put(SmallTailnet.node(8, "new", ownedBy(1)));

    assertThat(map(8).peers()).isEmpty();
    assertThat(self(8).name()).isEqualTo("new.tailnet.internal.");
  }

  @Test
  void peersThatWereWrittenBeforeAreWrittenTheSame() {
    MapComposer composer = network.composer();
    for (long viewer : new long[] {3, 5, 7, 3}) {
      MapResponse map = composer.everything(viewer(viewer), Instant.MAX).responses().getFirst();

      assertThat(RecordedCases.parse(new String(composer.json(map), StandardCharsets.UTF_8)))
          .isEqualTo(RecordedCases.parse(new String(WireJson.write(map), StandardCharsets.UTF_8)));
    }
  }
}
