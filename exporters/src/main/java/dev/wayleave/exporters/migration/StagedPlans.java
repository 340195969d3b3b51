package dev.wayleave.exporters.migration;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.OBSTACLES;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Plans that wait to be applied, each with what the target will write for it.
///
/// @param <T> what is written
public final class StagedPlans<T> {
  private final Map<String, T> staged = new ConcurrentHashMap<>();

  public void put(Preview preview, T written) {
    staged.put(preview.migration(), written);
  }

  /// What is to be written, where nothing forbids it.
  ///
  /// @param label the target's name for sentences
  public T admitted(Preview preview, Set<String> acceptedCodes, Object label)
      throws TargetException {
    T written = staged.get(preview.migration());
    if (written == null) {
      throw new TargetException(
          FAILED, "The migration " + preview.migration() + " is not planned here; plan it again.");
    }
    List<Finding> obstacles = preview.plan().obstacles(acceptedCodes);
    if (!obstacles.isEmpty()) {
      throw new TargetException(
          OBSTACLES,
          "Findings forbid writing " + label + "; resolve them, or accept the losses.",
          obstacles);
    }
    return written;
  }

  /// Forgets one that is applied.
  public void remove(Preview preview) {
    staged.remove(preview.migration());
  }
}
