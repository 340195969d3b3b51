package dev.wayleave.importers.headscale.running;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes the expiry of nodes from the server that runs: 0.27.1 and 0.28.0 keep what `nodes expire`
/// sets in memory alone.
///
/// An answer counts only where it proves to be this tailnet's: nodes of one id have one machine key
/// on both sides, and there is at least one.
final class RunningExpiry {
  /// Stands in every finding here, and is what their codes begin with.
  static final String TAKEN = "EXPIRY_OF_RUNNING_SERVER";

  private final Reading reading;
  private final String server;

  /// @param server who answered
  RunningExpiry(Reading reading, String server) {
    this.reading = reading;
    this.server = server;
  }

  /// The reading with the expiry that holds at the server.
  ///
  /// @throws RunningException where the answer is about another tailnet
  Reading from(List<RunningNode> answer) throws RunningException {
    Map<Long, RunningNode> running = new HashMap<>();
    answer.forEach(node -> running.put(node.id(), node));
    List<Node> nodes = reading.inventory().nodes();
    prove(nodes, running);
    Inventory.Builder inventory = copy(reading.inventory());
    List<Finding> findings = new ArrayList<>(reading.findings());
    for (Node node : nodes) {
      RunningNode now = running.get(node.id().value());
      // A node that logged in again since has a key and an expiry that the next reading shows.
      if (now != null
          && now.nodeKey().equals(node.nodeKey().toString())
          && !sameSecond(node.expiry(), now.expiry())) {
        inventory.replace(node.change().expiry(now.expiry()).build());
        findings.add(finding(node, now.expiry()));
      }
    }
    return new Reading(inventory.build(), reading.counts(), findings);
  }

  private void prove(List<Node> nodes, Map<Long, RunningNode> running) throws RunningException {
    int shared = 0;
    for (Node node : nodes) {
      RunningNode now = running.get(node.id().value());
      if (now != null && !now.machineKey().equals(node.machineKey().toString())) {
        throw new RunningException(
            "%s is not the one of this database: its node %s is another machine"
                .formatted(server, now.id()));
      }
      shared += now == null ? 0 : 1;
    }
    if (shared == 0 && !nodes.isEmpty()) {
      throw new RunningException(
          server + " is not the one of this database: it lists none of its nodes");
    }
  }

  /// Times that passed through a text with seconds are taken as equal to those with fractions.
  private static boolean sameSecond(@Nullable Instant a, @Nullable Instant b) {
    return Objects.equals(a, b)
        || (a != null && b != null && a.getEpochSecond() == b.getEpochSecond());
  }

  private Finding finding(Node node, @Nullable Instant expiry) {
    String now = expiry == null ? "does not expire" : "expires at " + expiry;
    String row = node.expiry() == null ? "without an expiry" : "with " + node.expiry();
    return Finding.info(
        TAKEN,
        Labels.object(node),
        "By %s the node %s, which its row in the database, %s, does not say; the server's word is taken."
            .formatted(server, now, row),
        "Nothing.");
  }

  private static Inventory.Builder copy(Inventory inventory) {
    Inventory.Builder copy = Inventory.builder(inventory.source());
    inventory.entities().forEach(copy::add);
    inventory.leftovers().forEach(copy::addLeftover);
    return copy;
  }
}
