package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares what nodes are told of themselves with what was read of them.
final class NodeShadow {
  private static final String ROW =
      "the server holds something else in memory than its database; read it again, and if it stays"
          + " so, it is lost when the server stops";

  private final Map<Long, RunningState.Told> running;
  private final List<Difference> found = new ArrayList<>();

  NodeShadow(Map<Long, RunningState.Told> running) {
    this.running = running;
  }

  List<Difference> differences(List<Node> nodes) {
    for (Node node : nodes) {
      RunningState.Told told = running.get(node.id().value());
      if (told == null) {
        add(Difference.Part.ADDRESSES, node, "does not know this node", "would serve it", GONE);
      } else {
        compare(node, told);
      }
    }
    running.forEach((id, told) -> {
      if (nodes.stream().noneMatch(node -> node.id().value() == id)) {
        found.add(
            new Difference(
                Difference.Part.ADDRESSES,
                "node " + id + " (" + told.name() + ")",
                "serves it",
                "does not know this node",
                GONE,
                true));
      }
    });
    return found;
  }

  private static final String GONE =
      "it came or went between the reading of the database and the answer; a second apply carries"
          + " that over";

  private void compare(Node node, RunningState.Told told) {
    check(Difference.Part.ADDRESSES, node, sorted(told.addresses()), sorted(addresses(node)));
    check(Difference.Part.NAME, node, told.name(), node.givenName());
    check(Difference.Part.TAGS, node, sorted(told.tags()), sorted(tags(node)));
    check(
        Difference.Part.ROUTES,
        node,
        sorted(told.approvedRoutes()),
        sorted(node.approvedRoutes().stream().map(IpPrefix::toString).toList()));
    check(Difference.Part.EXPIRY, node, time(told.expiry()), time(node.expiry()));
  }

  private void check(Difference.Part part, Node node, String server, String wayleave) {
    if (!server.equals(wayleave)) {
      add(part, node, server, wayleave, ROW);
    }
  }

  private void add(Difference.Part part, Node node, String server, String wayleave, String cause) {
    found.add(new Difference(part, Labels.object(node), server, wayleave, cause, true));
  }

  private static List<String> addresses(Node node) {
    return Stream.of(node.ipv4(), node.ipv6())
        .filter(Objects::nonNull)
        .map(IpAddress::text)
        .toList();
  }

  private static List<String> tags(Node node) {
    return switch (node.owner()) {
      case Owner.OfTags owned -> owned.tags().stream().map(TagName::value).toList();
      case Owner.OfUser _, Owner.Nobody _ -> List.of();
    };
  }

  private static String sorted(List<String> texts) {
    return texts.isEmpty() ? "none" : String.join(", ", new TreeSet<>(texts));
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
