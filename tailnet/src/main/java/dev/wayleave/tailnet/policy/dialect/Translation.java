package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;

/// What became of a policy that was written for another control plane.
public sealed interface Translation {
  /// What someone should know, whatever became of it.
  List<Finding> findings();

  /// The text means here what it meant there, or what the findings say.
  record Unchanged(List<Finding> findings) implements Translation {
    public Unchanged {
      findings = List.copyOf(findings);
    }
  }

  /// Another text is needed here.
  record Rewritten(String text, List<Finding> findings) implements Translation {
    public Rewritten {
      findings = List.copyOf(findings);
    }
  }

  /// No text that can be read here says what it said; the findings forbid going on.
  record Refused(List<Finding> findings) implements Translation {
    public Refused {
      findings = List.copyOf(findings);
    }
  }
}
