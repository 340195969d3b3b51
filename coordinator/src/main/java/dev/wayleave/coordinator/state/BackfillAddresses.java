package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives every node an address of each family that has a prefix, and takes those of a family that
/// has none any more; the answer is the nodes that changed.
///
/// An address that a node has stays, wherever it is from: clients and people remember it. A node
/// never loses its last one.
public record BackfillAddresses() implements Command<List<Node>> {
  @Override
  public Decision<List<Node>> decide(Tailnet image, Moment moment) {
    Prefixes prefixes = Prefixes.of(image);
    Tailnet filled = image;
    List<Node> changed = new ArrayList<>();
    for (Node node : image.nodes()) {
      Optional<IpPrefix> exhausted = exhausted(filled, node, prefixes, moment);
      if (exhausted.isPresent()) {
        return Decision.refused(
            Reason.CONFLICT,
            "Every address of " + exhausted.get() + " is in use; nothing was changed.");
      }
      Node complete = complete(filled, node, prefixes, moment);
      if (!complete.equals(node)) {
        filled = filled.with(new TailnetChange.Put(complete));
        changed.add(complete);
      }
    }
    List<TailnetChange.Put> puts = changed.stream().map(TailnetChange.Put::new).toList();
    return new Decision.Accepted<>(List.copyOf(puts), List.copyOf(changed));
  }

  private static Optional<IpPrefix> exhausted(
      Tailnet image, Node node, Prefixes prefixes, Moment moment) {
    return prefixes
        .v4()
        .filter(v4 -> node.ipv4() == null && free(image, v4, moment) == null)
        .or(() ->
            prefixes.v6().filter(v6 -> node.ipv6() == null && free(image, v6, moment) == null));
  }

  private static Node complete(Tailnet image, Node node, Prefixes prefixes, Moment moment) {
    IpAddress ipv4 = address(image, node.ipv4(), prefixes.v4(), moment);
    IpAddress ipv6 = address(image, node.ipv6(), prefixes.v6(), moment);
    return ipv4 == null && ipv6 == null ? node : node.change().ipv4(ipv4).ipv6(ipv6).build();
  }

  private static @Nullable IpAddress address(
      Tailnet image, @Nullable IpAddress has, Optional<IpPrefix> prefix, Moment moment) {
    if (prefix.isEmpty()) {
      return null;
    }
    return has != null ? has : free(image, prefix.get(), moment);
  }

  private static @Nullable IpAddress free(Tailnet image, IpPrefix prefix, Moment moment) {
    return Addresses.free(image, prefix, moment.random()).orElse(null);
  }

  @Override
  public String object() {
    return "nodes/all";
  }
}
