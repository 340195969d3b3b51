package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.dialect.RequestedTags.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Gives nodes the tags that they ask for and that the policy in use lets them have.
public record AskedTags(List<Request> requests) {
  static final AskedTags NONE = new AskedTags(List.of());

  public AskedTags {
    requests = List.copyOf(requests);
  }

  /// Changes the nodes concerned, and what was said of them before the policy was known.
  ///
  /// @param inventory holds the nodes
  /// @param findings those of the database, a list that can be changed
  public void applyTo(Inventory.Builder inventory, List<Finding> findings) {
    for (Request request : requests) {
      if (request.isGranted()) {
        inventory.replace(request.granted());
      }
      for (Finding open : List.copyOf(findings)) {
        if (open.code().equals(NodeOwners.TAGS_REQUESTED)
            && open.object().startsWith("node " + request.node().id() + " ")) {
          findings.addAll(findings.indexOf(open), settled(request, open.object()));
          findings.remove(open);
        }
      }
    }
  }

  /// The inventory with the tags that are granted.
  Inventory on(Inventory base) {
    Inventory.Builder inventory = Inventory.builder(base.source());
    base.entities().forEach(inventory::add);
    applyTo(inventory, new ArrayList<>());
    return inventory.build();
  }

  private static List<Finding> settled(Request request, String object) {
    List<Finding> settled = new ArrayList<>();
    if (request.isGranted()) {
      settled.add(
          Finding.info(
              "TAGS_GRANTED",
              object,
              "The device asks for "
                  + request.tags().stream().map(TagName::value).collect(Collectors.joining(", "))
                  + ", which the policy lets it have; the node belongs to them from now on, as it"
                  + " does once Headscale 0.28 has migrated it.",
              "Nothing; take them off after the migration where they are not wanted."));
    }
    if (!request.refused().isEmpty()) {
      settled.add(
          Finding.info(
              "TAGS_REFUSED",
              object,
              "The device asks for "
                  + String.join(", ", request.refused())
                  + ", which it does not have under the policy; it does not get them here either.",
              "Nothing; tag the node after the migration where it should have them."));
    }
    return settled;
  }
}
