package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;

/// A target that did not do what it was asked; it is as it was before.
///
/// The message is one sentence for a person: what happened, where, what to do.
public final class TargetException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why.
  public enum Reason {
    /// It cannot be reached or refuses to be asked.
    UNAVAILABLE,
    /// It or the source changed since the plan was made.
    CHANGED,
    /// Findings forbid it.
    OBSTACLES,
    /// It tried and failed; nothing was kept.
    FAILED
  }

  private final Reason reason;
  private final transient List<Finding> obstacles;

  public TargetException(Reason reason, String message) {
    this(reason, message, List.of());
  }

  public TargetException(Reason reason, String message, List<Finding> obstacles) {
    super(message);
    this.reason = reason;
    this.obstacles = List.copyOf(obstacles);
  }

  public TargetException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.obstacles = List.of();
  }

  public Reason reason() {
    return reason;
  }

  /// The findings that stopped it, where findings did.
  public List<Finding> obstacles() {
    return obstacles;
  }
}
