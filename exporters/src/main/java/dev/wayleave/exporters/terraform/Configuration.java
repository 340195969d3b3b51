package dev.wayleave.exporters.terraform;

import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is written for an inventory.
///
/// @param files their contents by their names
/// @param carried the entities that have a place in them
/// @param findings what has none
record Configuration(
    SortedMap<String, String> files, Set<EntityRef> carried, List<Finding> findings) {
  Configuration {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    carried = Collections.unmodifiableSet(new TreeSet<>(carried));
    findings = List.copyOf(findings);
  }
}
