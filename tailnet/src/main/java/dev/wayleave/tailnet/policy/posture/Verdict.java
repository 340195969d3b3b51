package dev.wayleave.tailnet.policy.posture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a device may be the source of a rule, as far as posture goes.
public sealed interface Verdict {
  /// No posture is asked of the rule's sources.
  Verdict FREE = new Admitted(null);

  /// Whether the rule holds for the device.
  boolean admits();

  /// The device may.
  ///
  /// @param posture the first posture that it satisfies; null where none is asked
  record Admitted(@Nullable String posture) implements Verdict {
    @Override
    public boolean admits() {
      return true;
    }
  }

  /// The device may not: each posture has a condition that it does not meet.
  ///
  /// @param shortfalls the first such condition of each posture
  record Denied(List<Shortfall> shortfalls) implements Verdict {
    public Denied {
      shortfalls = List.copyOf(shortfalls);
    }

    @Override
    public boolean admits() {
      return false;
    }
  }

  /// The device may not, but only because nobody can tell whether it meets a condition.
  ///
  /// @param shortfalls the first condition of each posture that it does not meet or that cannot be
  ///   evaluated
  /// @param unknown those that cannot be evaluated
  record Unknown(List<Shortfall> shortfalls, List<Shortfall> unknown) implements Verdict {
    public Unknown {
      shortfalls = List.copyOf(shortfalls);
      unknown = List.copyOf(unknown);
    }

    @Override
    public boolean admits() {
      return false;
    }
  }
}
