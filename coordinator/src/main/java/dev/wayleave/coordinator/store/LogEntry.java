package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.model.TailnetChange;
import java.util.List;
import java.util.UUID;

/// One commit as the change log holds it.
public record LogEntry(long version, UUID batch, List<TailnetChange> changes) {
  public LogEntry {
    changes = List.copyOf(changes);
  }
}
