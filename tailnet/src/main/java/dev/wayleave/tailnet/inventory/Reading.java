package dev.wayleave.tailnet.inventory;

import java.util.List;

/// All that a source says: what it holds, how much that is, and what is remarkable about it.
public record Reading(Inventory inventory, Counts counts, List<Finding> findings) {
  public Reading {
    findings = List.copyOf(findings);
  }
}
