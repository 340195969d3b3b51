package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.NOW;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static dev.wayleave.coordinator.map.SmallTailnet.tagged;
import static dev.wayleave.coordinator.map.SmallTailnet.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.PeerChange;
import dev.wayleave.protocol.wire.UserProfile;
import dev.wayleave.protocol.wire.WireTime;
import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// In which form each kind of news is told.
class ChangesTest {
  private static final News RULES = new News(false, true, false, false, false, Map.of());
  private static final News SELF = new News(true, false, false, false, false, Map.of());

  private final SmallTailnet network =
      new SmallTailnet()
          .put(SmallTailnet.node(1, "laptop", ownedBy(1)))
          .put(SmallTailnet.node(2, "phone", ownedBy(2)))
          .put(SmallTailnet.node(3, "web", tagged("tag:web")));
  private Told told = network.composer().everything(viewer(1), NOW).told();

  private static News about(long peer, Facet... facets) {
    return new News(false, false, false, false, false, Map.of(new NodeId(peer), Set.of(facets)));
  }

  private List<MapResponse> tell(News news) {
    return tell(news, NOW);
  }

  private List<MapResponse> tell(News news, Instant now) {
    Composed composed = network.composer().changes(viewer(1), news, told, now);
    told = composed.told();
    return composed.responses();
  }

  private MapResponse one(News news) {
    List<MapResponse> responses = tell(news);
    assertThat(responses).hasSize(1);
    return responses.getFirst();
  }

  private PeerChange patch(News news) {
    MapResponse response = one(news);
    PeerChange patch = response.peersChangedPatch().getFirst();
    assertThat(response)
        .as("alone")
        .isEqualTo(MapResponse.builder().peersChangedPatch(List.of(patch)).build());
    return patch;
  }

  @Test
  void noNewsIsNoResponse() {
    assertThat(tell(News.NONE)).isEmpty();
    assertThat(tell(RULES)).isEmpty();
    assertThat(tell(SELF)).isEmpty();
    assertThat(tell(new News(false, false, true, true, false, Map.of()))).isEmpty();
  }

  @Test
  void endpointsAreAPatch() {
    network.change(3, draft -> draft.endpoints(List.of("198.51.100.1:7")));

    assertThat(patch(about(3, Facet.ENDPOINTS)))
        .isEqualTo(PeerChange.builder().nodeId(3).endpoints(List.of("198.51.100.1:7")).build());
  }

  @Test
  void aHomeRegionIsAPatchUnlessItIsGone() {
    network.change(3, draft -> draft.hostinfo(SmallTailnet.hostinfo("web", 5)));
    assertThat(patch(about(3, Facet.DERP)).derpRegion()).isEqualTo(5);

    network.change(3, draft -> draft.hostinfo(SmallTailnet.hostinfo("web", 0)));
    assertThat(one(about(3, Facet.DERP)).peersChanged())
        .singleElement()
        .extracting(Node::homeDerp)
        .isEqualTo(0L);
  }

  @Test
  void keysAreAPatch() {
    DiscoKey key = DiscoKey.of(SmallTailnet.key(9, 9));
    network.change(3, draft -> draft.discoKey(key));

    assertThat(patch(about(3, Facet.KEYS)).discoKey()).isEqualTo(key);
  }

  @Test
  void aCapabilityVersionIsAPatch() {
    network.change(3, draft -> draft.capability(113));

    assertThat(patch(about(3, Facet.CAPABILITY)).cap()).isEqualTo(113);
  }

  @Test
  void aLaterExpiryIsAPatchAndOneThatIsPastIsNot() {
    network.change(3, draft -> draft.expiry(NOW.plusSeconds(60)));
    assertThat(patch(about(3, Facet.EXPIRY)).keyExpiry()).isEqualTo(NOW.plusSeconds(60));

    network.change(3, draft -> draft.expiry(null));
    assertThat(patch(about(3, Facet.EXPIRY)).keyExpiry()).isEqualTo(WireTime.NEVER);

    network.change(3, draft -> draft.expiry(NOW.minusSeconds(1)));
    assertThat(one(about(3, Facet.EXPIRY)).peersChanged())
        .singleElement()
        .extracting(Node::expired)
        .isEqualTo(true);

    network.change(3, draft -> draft.expiry(null));
    assertThat(one(about(3, Facet.EXPIRY)).peersChanged())
        .singleElement()
        .extracting(Node::expired)
        .isEqualTo(false);
  }

  @Test
  void comingOnlineTakesBackWhenItWasSeen() {
    network.online(3);

    assertThat(one(about(3, Facet.ONLINE)))
        .isEqualTo(
            MapResponse.builder()
                .onlineChange(Map.of(3L, true))
                .peerSeenChange(Map.of(3L, false))
                .build());
  }

  @Test
  void goingOfflineTellsWhenItWasSeen() {
    network.offline(3, NOW.minusSeconds(5));

    assertThat(patch(about(3, Facet.ONLINE)))
        .isEqualTo(
            PeerChange.builder().nodeId(3).online(false).lastSeen(NOW.minusSeconds(5)).build());
  }

  @Test
  void severalFacetsAreOnePatch() {
    network
        .change(3, draft -> draft.capability(113).endpoints(List.of()))
        .offline(3, NOW.minusSeconds(5));

    PeerChange patch = patch(about(3, Facet.ONLINE, Facet.CAPABILITY, Facet.ENDPOINTS));

    assertThat(patch.endpoints()).isEmpty();
    assertThat(patch.cap()).isEqualTo(113);
    assertThat(patch.online()).isFalse();
  }

  @Test
  void anythingElseIsTheWholePeer() {
    network.change(3, draft -> draft.givenName("www"));

    MapResponse response = one(about(3, Facet.WHOLE, Facet.ENDPOINTS));

    assertThat(response.peersChanged())
        .singleElement()
        .extracting(Node::name)
        .isEqualTo("www.tailnet.internal.");
    assertThat(response.userProfiles()).as("its owner is known").isEmpty();
  }

  @Test
  void aNewPeerComesWithItsOwner() {
    network.put(SmallTailnet.node(4, "tv", ownedBy(3))).refreshPolicy();

    MapResponse response = one(new News(false, true, false, false, false, Map.of()));

    assertThat(response.peersChanged()).extracting(Node::id).containsExactly(4L);
    assertThat(response.userProfiles()).extracting(UserProfile::loginName).containsExactly("cat");
    assertThat(response.packetFilter()).as("lets everybody in as before").isNull();
  }

  @Test
  void whoIsRemovedIsRemovedOnceAndItsIndexMeansAnother() {
    network.remove(network.node(3)).refreshPolicy();
    network.put(SmallTailnet.node(4, "tv", ownedBy(2))).refreshPolicy();

    MapResponse response = one(about(4, Facet.WHOLE));

    assertThat(response.peersRemoved()).containsExactly(3L);
    assertThat(response.peersChanged()).extracting(Node::id).containsExactly(4L);
    assertThat(tell(about(3, Facet.WHOLE))).isEmpty();
  }

  @Test
  void whoIsNoLongerSeenIsRemoved() {
    network.policy(
        "{'tagOwners': {'tag:web': []}, 'acls': [{'action': 'accept', 'src': ['ann@example.com'],"
            + " 'dst': ['tag:web:80']}]}");

    MapResponse response = one(RULES);

    assertThat(response.peersRemoved()).containsExactly(2L);
    assertThat(response.peersChanged()).isEmpty();
    assertThat(response.packetFilter()).isEmpty();
    assertThat(tell(about(2, Facet.WHOLE, Facet.ENDPOINTS, Facet.ONLINE))).isEmpty();
  }

  @Test
  void approvalLetsAPeerAppearAndItsLossDisappear() {
    network.change(3, draft -> draft.awaitingApproval(true));
    assertThat(one(about(3, Facet.WHOLE)).peersRemoved()).containsExactly(3L);

    network.change(3, draft -> draft.awaitingApproval(false));
    assertThat(one(about(3, Facet.WHOLE)).peersChanged()).extracting(Node::id).containsExactly(3L);
  }

  @Test
  void ownApprovalShowsEverybody() {
    network.change(1, draft -> draft.awaitingApproval(true));
    MapResponse alone = one(SELF);
    assertThat(alone.peersRemoved()).containsExactly(2L, 3L);
    assertThat(alone.packetFilter()).isEmpty();

    network.change(1, draft -> draft.awaitingApproval(false));
    MapResponse together = one(SELF);
    assertThat(together.peersChanged()).extracting(Node::id).containsExactly(2L, 3L);
    assertThat(together.packetFilter()).isNotEmpty();
  }

  @Test
  void theOwnNodeIsToldIfItChanged() {
    network.change(1, draft -> draft.givenName("desk"));

    assertThat(Objects.requireNonNull(one(SELF).node()).name()).isEqualTo("desk.tailnet.internal.");
    assertThat(tell(SELF)).isEmpty();
  }

  @Test
  void newEndpointsOfTheOwnNodeAreNoNewsToIt() {
    network.change(1, draft -> draft.endpoints(List.of("198.51.100.1:7")));

    assertThat(tell(SELF)).isEmpty();
  }

  @Test
  void revokedSshRulesAreToldAsNone() {
    String ssh =
        "{'ssh': [{'action': 'accept', 'src': ['autogroup:member'], 'dst': ['autogroup:self'],"
            + " 'users': ['root']}]}";
    network.policy(ssh);
    assertThat(Objects.requireNonNull(one(RULES).sshPolicy()).rules()).isNotEmpty();

    network.policy(SmallTailnet.EVERYBODY);
    assertThat(Objects.requireNonNull(one(RULES).sshPolicy()).rules()).isEmpty();
    assertThat(tell(RULES)).isEmpty();
  }

  @Test
  void relaysAreToldIfTheyChanged() {
    network.derpMap(SmallTailnet.derp("home"));
    assertThat(tell(new News(false, false, false, true, false, Map.of()))).isEmpty();

    network.derpMap(SmallTailnet.derp("other"));
    assertThat(one(new News(false, false, false, true, false, Map.of())).derpMap())
        .isEqualTo(SmallTailnet.derp("other"));
  }

  @Test
  void aRenamedUserIsToldToThoseWhoKnowThem() {
    network.put(SmallTailnet.user(2, "rob", "rob@example.com", Set.of()));
    network.put(SmallTailnet.user(3, "kat", "kat@example.com", Set.of()));

    assertThat(one(new News(false, false, false, false, true, Map.of())).userProfiles())
        .extracting(UserProfile::loginName)
        .containsExactly("ann@example.com", "rob@example.com", "tagged-devices");
  }

  @Test
  void whoIsGoneIsToldNothing() {
    network.remove(network.node(1));

    assertThat(tell(new News(true, true, true, true, true, Map.of()))).isEmpty();
  }

  /// Counts how often it is asked, which is once for each peer that is looked at.
  private static final class CountingPresence implements Presence {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public boolean isOnline(NodeId node) {
      asked.incrementAndGet();
      return true;
    }

    @Override
    public Optional<Instant> lastSeen(NodeId node) {
      return Optional.empty();
    }

    @Override
    public boolean isReachable(NodeId node) {
      asked.incrementAndGet();
      return true;
    }
  }

  @Test
  void aChangeCostsWhatItTouchesHoweverManyPeersThereAre() {
    for (long id = 10; id < 500; id++) {
      network.put(SmallTailnet.node(id, "n" + id, tagged("tag:web")));
    }
    network.refreshPolicy();
    CountingPresence presence = new CountingPresence();
    MapComposer first = MapComposer.of(with(presence));
    Told all = first.everything(viewer(1), NOW).told();
    assertThat(presence.asked.getAndSet(0)).isEqualTo(492);

    network.change(20, draft -> draft.givenName("other")).change(30, draft -> draft.capability(9));
    MapComposer second = first.next(with(presence));
    News news =
        new News(
            false,
            false,
            false,
            false,
            false,
            Map.of(
                new NodeId(20), Set.of(Facet.WHOLE),
                new NodeId(30), Set.of(Facet.CAPABILITY)));
    assertThat(second.changes(viewer(1), news, all, NOW).responses()).hasSize(2);
    assertThat(presence.asked.getAndSet(0)).as("the one that is told whole").isEqualTo(1);

    assertThat(second.changes(viewer(1), RULES, all, NOW).responses()).isEmpty();
    assertThat(presence.asked.get()).as("rules alone tell nobody anew").isZero();
  }

  private NetworkImage with(Presence presence) {
    NetworkImage image = network.image();
    return new NetworkImage(
        image.tailnet(), image.policy(), presence, image.derpMap(), image.settings());
  }

  @Test
  void viewersShareWhatPeersLookLike() {
    MapComposer composer = network.composer();
    Node ones = composer.everything(viewer(1), NOW).responses().getFirst().peers().get(1);
    Node twos = composer.everything(viewer(2), NOW).responses().getFirst().peers().get(1);
    Node later =
        network.composer().everything(viewer(2), NOW).responses().getFirst().peers().get(1);

    assertThat(twos).isSameAs(ones);
    assertThat(later).isSameAs(ones);
  }
}
