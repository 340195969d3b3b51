package dev.wayleave.tailnet.inventory.plan;

import java.util.List;

/// A plan and the changes that carry it out, referred-to kinds first.
public record Planned(Plan plan, List<EntityChange> changes) {
  public Planned {
    changes = List.copyOf(changes);
  }
}
