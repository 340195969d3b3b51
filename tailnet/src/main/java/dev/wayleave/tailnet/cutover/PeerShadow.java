package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Compares whom nodes see with whom they would see.
final class PeerShadow {
  private static final int NAMED = 8;

  private final RunningState running;
  private final TailnetPolicy policy;
  private final Causes causes;

  PeerShadow(RunningState running, TailnetPolicy policy, Causes causes) {
    this.running = running;
    this.policy = policy;
    this.causes = causes;
  }

  List<Difference> differences() {
    List<Difference> found = new ArrayList<>();
    Map<Long, Integer> counts = running.peerCounts();
    for (Device device : policy.directory().devices()) {
      List<Device> peers = policy.network().peers(device);
      Set<Long> sent = running.peers().get(device.id().value());
      Integer count = counts == null ? null : counts.get(device.id().value());
      if (sent != null) {
        byName(device, peers, sent, found);
      } else if (count != null && count != peers.size()) {
        found.add(
            difference(
                device,
                count + " peers",
                peers.size() + " peers: " + names(peers),
                peers.size() > count && peers.size() - count <= exits(device, peers)));
      }
    }
    return found;
  }

  private void byName(Device device, List<Device> peers, Set<Long> sent, List<Difference> found) {
    Set<Long> lost = new TreeSet<>(sent);
    peers.forEach(peer -> lost.remove(peer.id().value()));
    List<Device> gained = peers.stream().filter(peer -> !sent.contains(peer.id().value())).toList();
    if (lost.isEmpty() && gained.isEmpty()) {
      return;
    }
    List<Device> gone =
        policy.directory().devices().stream()
            .filter(other -> lost.contains(other.id().value()))
            .toList();
    found.add(
        difference(
            device,
            gone.isEmpty() ? "shows no others" : "shows also " + names(gone),
            gained.isEmpty() ? "shows no others" : "shows also " + names(gained),
            gone.isEmpty() && gained.size() == exits(device, gained)));
  }

  /// How many of some peers can be there for an exit node's sake: the exit nodes, and all where the
  /// device is one itself.
  private static long exits(Device device, List<Device> peers) {
    return device.isExitNode() ? peers.size() : peers.stream().filter(Device::isExitNode).count();
  }

  private Difference difference(Device device, String server, String wayleave, boolean byExits) {
    Causes.Cause cause = causes.ofPeers(byExits);
    return new Difference(
        Difference.Part.PEERS,
        Causes.label(device),
        server,
        wayleave,
        cause.sentence(),
        cause.noticed());
  }

  private static String names(List<Device> devices) {
    String shown =
        devices.stream().limit(NAMED).map(Device::name).collect(Collectors.joining(", "));
    return devices.size() > NAMED ? shown + " and " + (devices.size() - NAMED) + " more" : shown;
  }
}
