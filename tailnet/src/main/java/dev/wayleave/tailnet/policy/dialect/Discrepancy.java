package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What no longer holds here and what newly does, each case in words.
record Discrepancy(List<String> lost, List<String> gained) {
  private static final int NAMED = 20;

  Discrepancy() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  boolean isEmpty() {
    return lost.isEmpty() && gained.isEmpty();
  }

  /// Adds a case, unless both sides say the same of it.
  void add(boolean there, boolean here, String what) {
    if (there != here) {
      (there ? lost : gained).add(what);
    }
  }

  /// A finding that forbids going on, unless the operator takes what holds here.
  ///
  /// @param noLonger what is said before the cases that are lost, for example `no longer approved`
  /// @param newly what is said before those that are gained
  Finding finding(
      String code,
      String object,
      String noLonger,
      String newly,
      PolicyMeaning meaning,
      Remarks remarks) {
    List<String> clauses = new ArrayList<>();
    clause(noLonger, lost, clauses);
    clause(newly, gained, clauses);
    String what = "Compared with " + remarks.headscale() + ", " + String.join("; ", clauses) + ".";
    return meaning == PolicyMeaning.WAYLEAVE
        ? Finding.action(code, object, what, "Check that this is what you want.")
        : Finding.blocker(
            code,
            object,
            what,
            "What it meant cannot be written here; change it at the source, or plan with"
                + " --policy-meaning wayleave to take what it means here.");
  }

  private static void clause(String what, List<String> cases, List<String> clauses) {
    listed(cases).ifPresent(list -> clauses.add(what + " " + list));
  }

  /// The first cases and how many there are; nothing where there are none.
  static Optional<String> listed(List<String> cases) {
    int more = cases.size() - NAMED;
    return cases.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "("
                + cases.size()
                + ") "
                + cases.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : ""));
  }
}
