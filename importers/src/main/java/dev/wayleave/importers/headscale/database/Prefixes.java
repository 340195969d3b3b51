package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;

/// Reads lists of routes; one that is no prefix cannot be carried.
final class Prefixes {
  private Prefixes() {}

  static List<IpPrefix> parse(RowFaults faults, List<String> texts) {
    List<IpPrefix> prefixes = new ArrayList<>();
    for (String text : texts) {
      try {
        prefixes.add(IpPrefix.parse(text));
      } catch (IllegalArgumentException notAPrefix) {
        // Its message is for programmers; the finding says it with the object.
        faults.report(
            Finding.Level.LOSSY,
            "ROUTE_UNREADABLE",
            "The route " + RowFaults.quoted(text) + " is not of the form ADDRESS/LENGTH.",
            "Approve the route anew after the migration, if the device still advertises it.");
      }
    }
    return prefixes;
  }
}
