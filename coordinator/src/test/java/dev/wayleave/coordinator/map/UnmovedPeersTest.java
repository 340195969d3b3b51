package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.NOW;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static dev.wayleave.coordinator.map.SmallTailnet.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.wire.DnsConfig;
import dev.wayleave.protocol.wire.DnsRecord;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Devices that have not moved, as those that have are told of them.
class UnmovedPeersTest {
  private static final String SUFFIX = "tail1234.ts.net";
  private static final List<IpPrefix> EXITS =
      List.of(IpPrefix.parse("0.0.0.0/0"), IpPrefix.parse("::/0"));

  private final SmallTailnet network =
      new SmallTailnet()
          .put(move(SUFFIX, null, null))
          .put(SmallTailnet.node(1, "moved", ownedBy(1)))
          .put(unmoved(2, 17));

  private static Transition move(String suffix, @Nullable Instant held, @Nullable Instant ended) {
    return new Transition("tailscale", "https://controlplane.tailscale.com", suffix, held, ended);
  }

  /// What the hosted API tells of a device.
  private static dev.wayleave.tailnet.model.Node unmoved(long id, int region) {
    return SmallTailnet.node(id, "server", tagged("tag:web"))
        .change()
        .discoKey(null)
        .hostinfo("{\"OS\":\"linux\",\"Hostname\":\"server\"}")
        .capability(0)
        .unmoved(new Unmoved("tailscale", region))
        .build();
  }

  private MapResponse map() {
    return map(142);
  }

  private MapResponse map(int client) {
    Viewer viewer = new Viewer(new NodeId(1), new CapabilityVersion(client));
    return network.composer().everything(viewer, NOW).responses().getFirst();
  }

  private Node peer() {
    return map().peers().getFirst();
  }

  private DnsConfig dns(int client) {
    return Objects.requireNonNull(map(client).dnsConfig());
  }

  @Test
  void areListedWithAllThatIsKnown() {
    Node peer = peer();
    assertThat(peer.id()).isEqualTo(2);
    assertThat(peer.stableId()).isEqualTo("n2CNTRL");
    assertThat(peer.key()).isEqualTo(network.node(2).nodeKey());
    assertThat(peer.addresses()).containsExactly("100.64.0.2/32", "fd7a:115c:a1e0::2/128");
    assertThat(peer.endpoints()).containsExactly("192.0.2.2:41641");
    assertThat(peer.tags()).containsExactly("tag:web");
    assertThat(peer.homeDerp()).as("where it really listens").isEqualTo(17);
  }

  @Test
  void haveADiscoKeyThatIsNobodysAndStaysTheSame() {
    Node first = peer();
    assertThat(Objects.requireNonNull(first.discoKey()).isZero()).isFalse();
    network.change(2, draft -> draft.endpoints(List.of()));
    assertThat(peer().discoKey()).isEqualTo(first.discoKey());
    network.change(2, draft -> draft.nodeKey(NodeKey.of(SmallTailnet.key(9, 9))));
    assertThat(peer().discoKey()).as("another device's is another").isNotEqualTo(first.discoKey());
  }

  @Test
  void areNotListedWithoutANodeKey() {
    network.change(2, draft -> draft.nodeKey(NodeKey.of(new byte[32])));
    assertThat(map().peers()).isEmpty();
  }

  @Test
  void countAsOnlineUntilTheEndOfTheMove() {
    assertThat(peer().online()).isTrue();
    network.put(move(SUFFIX, null, NOW));
    assertThat(peer().online()).isFalse();
  }

  @Test
  void countAsOfflineOnceTheyHaveMovedAndLeft() {
    network.change(2, draft -> draft.unmoved(null));
    assertThat(peer().online()).isFalse();
  }

  @Test
  void goOnAsExitNodes() {
    network.change(2, draft -> draft.advertisedRoutes(EXITS).approvedRoutes(EXITS));
    network.refreshPolicy();
    assertThat(peer().allowedIps()).contains("0.0.0.0/0", "::/0");
    assertThat(peer().online()).as("clients use no exit node that is offline").isTrue();
  }

  @Test
  void areWhereTheirDescriptionSaysIfNothingElseDoes() {
    network.change(
        2,
        draft ->
            draft.unmoved(new Unmoved("tailscale", 0)).hostinfo(SmallTailnet.hostinfo("x", 5)));
    assertThat(peer().homeDerp()).isEqualTo(5);
  }

  @Test
  void oldNamesOfAllResolveBesideTheNewOnes() {
    DnsConfig dns = dns(142);
    assertThat(dns.domains()).containsExactly("tailnet.internal");
    assertThat(dns.routes())
        .as("nobody else is asked for them")
        .containsExactly(Map.entry(SUFFIX, List.of()));
    assertThat(dns.extraRecords())
        .containsExactly(
            new DnsRecord("moved." + SUFFIX, "A", "100.64.0.1"),
            new DnsRecord("moved." + SUFFIX, "AAAA", "fd7a:115c:a1e0::1"),
            new DnsRecord("server." + SUFFIX, "A", "100.64.0.2"),
            new DnsRecord("server." + SUFFIX, "AAAA", "fd7a:115c:a1e0::2"));
  }

  @Test
  void oldNamesOfDevicesThatAViewerDoesNotSeeAreNotTold() {
    network.policy(
        "{'acls':[{'action':'accept','src':['tag:web'],'dst':['tag:web:*']}],"
            + "'tagOwners':{'tag:web':[]}}");
    assertThat(dns(142).extraRecords()).extracting(DnsRecord::name).containsOnly("moved." + SUFFIX);
  }

  @Test
  void oldNamesThatAreTheBaseDomainsNeedNoRecords() {
    network.put(new DnsSettings(true, SUFFIX, false, List.of(), Map.of(), List.of(), List.of()));
    assertThat(dns(142).extraRecords()).isEmpty();
    assertThat(dns(142).routes()).isEmpty();
    assertThat(Objects.requireNonNull(map().node()).capMap()).containsKey("magicdns-aaaa");
  }

  @Test
  void clientsThatTellOnlyIpv4OfPeersAreSentTheRest() {
    network.put(new DnsSettings(true, SUFFIX, false, List.of(), Map.of(), List.of(), List.of()));
    assertThat(dns(113).extraRecords())
        .containsExactly(
            new DnsRecord("moved." + SUFFIX, "AAAA", "fd7a:115c:a1e0::1"),
            new DnsRecord("server." + SUFFIX, "AAAA", "fd7a:115c:a1e0::2"));
  }

  @Test
  void oldNamesOutliveTheMoveUntilTheyAreEnded() {
    network.put(move(SUFFIX, null, NOW));
    assertThat(dns(142).extraRecords()).hasSize(4);
    network.put(move("", null, NOW));
    assertThat(dns(142).extraRecords()).isEmpty();
    assertThat(dns(142).routes()).isEmpty();
    assertThat(Objects.requireNonNull(map().node()).capMap()).doesNotContainKey("magicdns-aaaa");
  }

  @Test
  void withoutMagicDnsThereAreNoOldNames() {
    network.put(new DnsSettings(false, "", false, List.of(), Map.of(), List.of(), List.of()));
    assertThat(dns(142).extraRecords()).isEmpty();
  }

  @Test
  void heldKeysAreToldToNeverExpire() {
    Instant soon = NOW.plusSeconds(60);
    network.change(1, draft -> draft.expiry(soon)).change(2, draft -> draft.expiry(soon));
    assertThat(peer().keyExpiry()).isEqualTo(soon);
    network.put(move(SUFFIX, NOW.minusSeconds(1), null));
    MapResponse held = map();
    assertThat(held.peers().getFirst().keyExpiry()).isNull();
    assertThat(Objects.requireNonNull(held.node()).keyExpiry()).isNull();
    network.put(move(SUFFIX, NOW.minusSeconds(1), NOW));
    assertThat(peer().keyExpiry()).as("the end of the move ends it").isEqualTo(soon);
  }

  @Test
  void whoWasOutWhenKeysWereHeldStaysOut() {
    Instant before = NOW.minusSeconds(60);
    network.change(2, draft -> draft.expiry(before)).put(move(SUFFIX, NOW.minusSeconds(1), null));
    assertThat(peer().expired()).isTrue();
    assertThat(Optional.ofNullable(peer().keyExpiry())).contains(before);
  }
}
