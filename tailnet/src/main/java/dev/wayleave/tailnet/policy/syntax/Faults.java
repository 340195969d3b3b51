package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the mistakes of one text.
final class Faults {
  /// More would be noise: after some mistakes the rest follows from them.
  private static final int LIMIT = 20;

  private final String text;
  private final List<SyntaxFault> found = new ArrayList<>();

  Faults(String text) {
    this.text = text;
  }

  /// Notes a mistake after which reading can go on.
  void note(int offset, String what) throws PolicySyntaxException {
    add(offset, what);
    if (found.size() == LIMIT) {
      throw all();
    }
  }

  /// The exception for a mistake after which nothing more can be told.
  PolicySyntaxException stop(int offset, String what) {
    add(offset, what);
    return all();
  }

  void throwIfAny() throws PolicySyntaxException {
    if (!found.isEmpty()) {
      throw all();
    }
  }

  private void add(int offset, String what) {
    found.add(new SyntaxFault(Position.of(text, offset), what));
  }

  private PolicySyntaxException all() {
    found.sort(Comparator.comparing(SyntaxFault::at));
    return new PolicySyntaxException(found);
  }
}
