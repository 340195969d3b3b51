package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.wire.DnsRecord;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The names of devices under the suffix of the plane that the tailnet leaves, until the operator
/// ends them.
///
/// Where that suffix is the base domain, clients make the names themselves, of their peers; from
/// capability version 116 on also with IPv6 addresses if they are told to (`magicdns-aaaa`), before
/// that only with IPv4 ones, so that older ones are sent records for the rest. Where it is another,
/// everybody is sent records for both, and a route without resolvers for the suffix, by which a
/// client asks nobody else for it. Records are of the devices that the viewer sees, as names are.
///
/// @param suffix without dots around it; empty where there are no such names
/// @param isBaseDomain whether the names that devices have here are the same
record OldNames(String suffix, boolean isBaseDomain, Map<Seen, Records> made) {
  /// From here on clients have IPv6 addresses of peers in MagicDNS, where they are told to.
  private static final CapabilityVersion AAAA_BY_CAPABILITY = new CapabilityVersion(116);

  /// Records, the same for all who see the same.
  record Records(List<DnsRecord> records, long digest) {
    static final Records NONE = new Records(List.of(), Digest.NEVER);

    private static Records of(List<DnsRecord> records) {
      return new Records(records, Digest.of(records));
    }
  }

  /// What records are made for.
  ///
  /// @param devices indexes, which nobody changes
  record Seen(BitSet devices, boolean onlyIpv6) {}

  static OldNames of(Tailnet tailnet, String baseDomain, boolean magicDns) {
    String suffix = magicDns ? suffix(tailnet) : "";
    return new OldNames(suffix, suffix.equalsIgnoreCase(baseDomain), new ConcurrentHashMap<>());
  }

  /// The suffix that goes on meaning something; empty where there is none.
  static String suffix(Tailnet tailnet) {
    return tailnet
        .transition()
        .map(Transition::magicDnsSuffix)
        .map(text -> text.strip().replaceAll("^\\.+|\\.+$", "").toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /// Whether there are any names that no client makes by itself.
  boolean isNone() {
    return suffix.isEmpty();
  }

  /// Whether clients are sent a suffix that they do not know as their own.
  boolean isBeside() {
    return !suffix.isEmpty() && !isBaseDomain;
  }

  /// The records of a viewer.
  ///
  /// @param visible the indexes of the devices that it sees, and its own
  Records records(Scene scene, CapabilityVersion client, BitSet visible) {
    if (isNone() || (isBaseDomain && client.isAtLeast(AAAA_BY_CAPABILITY))) {
      return Records.NONE;
    }
    return made.computeIfAbsent(
        new Seen(visible, isBaseDomain), seen -> Records.of(make(scene, seen)));
  }

  private List<DnsRecord> make(Scene scene, Seen seen) {
    List<DnsRecord> records = new ArrayList<>();
    seen.devices().stream()
        .mapToObj(scene.directory()::at)
        .forEach(device -> add(scene, device, seen.onlyIpv6(), records));
    return records;
  }

  private void add(Scene scene, Device device, boolean onlyIpv6, List<DnsRecord> records) {
    boolean withoutIpv4 = scene.parts().traits().withoutIpv4().get(device.index());
    Optional<Node> found =
        scene
            .tailnet()
            .node(device.id())
            .filter(node -> Standing.of(scene.tailnet(), node) == Standing.LET_IN)
            .filter(node -> PeerNodes.isPresentable(node, withoutIpv4));
    if (found.isEmpty()) {
      return;
    }
    Node node = found.get();
    String full = Names.full(node, suffix);
    String name = full.substring(0, full.length() - 1);
    Stream.of(
            Optional.ofNullable(node.ipv4()).filter(_ -> !withoutIpv4 && !onlyIpv6),
            Optional.ofNullable(node.ipv6()))
        .flatMap(Optional::stream)
        .map(address ->
            new DnsRecord(name, address instanceof IpAddress.V4 ? "A" : "AAAA", address.text()))
        .forEach(records::add);
  }
}
