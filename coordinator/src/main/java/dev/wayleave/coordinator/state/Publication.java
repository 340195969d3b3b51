package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.List;

/// A new image and what changed to it from the one before.
public record Publication(List<TailnetChange> changes, Tailnet image) {
  public Publication {
    changes = List.copyOf(changes);
  }
}
