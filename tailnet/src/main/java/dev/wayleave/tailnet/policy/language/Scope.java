package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the rules of one policy may refer to while they are read.
///
/// @param postures the names in the section `postures`
record Scope(SelectorList selectors, Set<String> postures, TailnetFacts facts, Remarks remarks) {
  /// Reads the posture names of a rule.
  List<String> postureNames(Fields rule, String field) {
    List<String> found = new ArrayList<>();
    for (JsonString word : rule.strings(field)) {
      String name = word.value().strip();
      if (postures.contains(name)) {
        found.add(name);
      } else {
        remarks.fault(word.at(), "posture not found: " + Quoted.of(name));
      }
    }
    return found;
  }
}
