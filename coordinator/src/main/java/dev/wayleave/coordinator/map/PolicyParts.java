package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.wire.FilterRule;
import dev.wayleave.protocol.wire.SshPolicy;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.attribute.Capabilities;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What maps take from one policy on one directory, worked out once for all viewers and for all
/// images in which it is the same.
final class PolicyParts {
  /// The host that clients ignore in URLs which they ask through Noise.
  private static final String NOISE = "https://unused";

  private final TailnetPolicy policy;
  private final Features features;
  private final Capabilities capabilities;
  private final SshCompiler ssh;
  private final Slots slots;
  private final PeerTraits traits;
  private final List<Device> routers;
  private final List<PeerChunk> chunks;

  /// @param chunkSize peers that viewers are told of together
  /// @param earlier what was in force before, of which is kept what is still the same
  PolicyParts(
      TailnetPolicy policy, Features features, int chunkSize, @Nullable PolicyParts earlier) {
    this.policy = policy;
    this.features = features;
    this.capabilities = policy.capabilities(features.wide());
    this.ssh = policy.ssh(NOISE);
    this.slots = Slots.of(policy.directory(), earlier == null ? null : earlier.slots);
    PeerTraits found = traits(policy, capabilities);
    this.traits = earlier != null && earlier.traits.equals(found) ? earlier.traits : found;
    this.routers = directory().devices().stream().filter(PeerChunk::routes).toList();
    this.chunks = PeerChunk.all(directory().devices(), chunkSize);
  }

  /// Whether this was made of the same.
  boolean isOf(TailnetPolicy other, Features otherFeatures) {
    return policy == other && features.equals(otherFeatures);
  }

  Directory directory() {
    return policy.directory();
  }

  NetworkPolicy network() {
    return policy.network();
  }

  Slots slots() {
    return slots;
  }

  PeerTraits traits() {
    return traits;
  }

  Features features() {
    return features;
  }

  /// The devices that route anything, whoever may use them.
  List<Device> routers() {
    return routers;
  }

  /// All devices, in the pieces in which viewers are told of them.
  List<PeerChunk> chunks() {
    return chunks;
  }

  /// What a viewer reaches by way of a peer.
  Routed routed(Device viewer, Device peer) {
    if (!PeerChunk.routes(peer)) {
      return Routed.NOTHING;
    }
    return new Routed(network().subnetsBy(viewer, peer), network().exitsBy(viewer, peer));
  }

  Map<String, @Nullable List<JsonNode>> capabilities(Device self) {
    Map<String, List<String>> found = new TreeMap<>(capabilities.of(self));
    if (!features.taildrop()) {
      found.remove(Features.FILE_SHARING);
    }
    if (features.ipv6Names()) {
      found.putIfAbsent(Features.MAGIC_DNS_AAAA, List.of());
    }
    return CapabilityValues.wire(found);
  }

  Map<String, @Nullable List<JsonNode>> peerCapabilities(Device peer, boolean shownAsExitNode) {
    return CapabilityValues.wire(capabilities.ofPeer(peer, shownAsExitNode));
  }

  List<FilterRule> filter(Device self) {
    return FilterForm.of(network().filter(self));
  }

  SshPolicy ssh(Device self) {
    return SshForm.of(ssh.rulesFor(self));
  }

  private static PeerTraits traits(TailnetPolicy policy, Capabilities capabilities) {
    BitSet withoutIpv4 = new BitSet();
    BitSet subdomains = new BitSet();
    if (policy.policy().options().disableIpv4() || !policy.policy().nodeAttributes().isEmpty()) {
      for (Device device : policy.directory().devices()) {
        withoutIpv4.set(device.index(), capabilities.withoutIpv4(device));
        subdomains.set(device.index(), !capabilities.ofPeer(device, false).isEmpty());
      }
    }
    return new PeerTraits(withoutIpv4, subdomains);
  }
}
