package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is found wrong or noteworthy while one policy is read.
///
/// The hosted service decodes the whole text before it asks what it means, and stops at the first
/// fault. So faults of form come before faults of meaning, and each kind in the order of reading.
final class Remarks {
  /// Enough for an author to work on; a file of another kind would give one for every line.
  private static final int MOST = 100;

  private final Set<PolicyFault> form = new LinkedHashSet<>();
  private final Set<PolicyFault> meaning = new LinkedHashSet<>();
  private final Set<PolicyFault> notes = new LinkedHashSet<>();

  /// The text is not of the form that is expected here.
  void malformed(Position at, String message) {
    add(form, at, message);
  }

  /// The text has the right form and no sound meaning.
  void fault(Position at, String message) {
    add(meaning, at, message);
  }

  /// The text is taken, and its author should know something about it.
  void note(Position at, String message) {
    add(notes, at, message);
  }

  private static void add(Set<PolicyFault> list, Position at, String message) {
    if (list.size() < MOST) {
      list.add(new PolicyFault(at, message));
    }
  }

  /// All faults, the one that the hosted service would report first.
  List<PolicyFault> faults() {
    List<PolicyFault> all = new ArrayList<>(form);
    all.addAll(meaning);
    return all;
  }

  List<PolicyFault> notes() {
    return List.copyOf(notes);
  }
}
